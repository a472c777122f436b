/* For Wine alone, never shipped: Windows 10 has ICU, Wine 8 has not.  No converter can be opened
   here, so Qt uses its own for UTF-8 and UTF-16; the rest exists because Qt links to it. */
#define EXPORT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4
EXPORT void *ucnv_open(const char *name, int *error) { *error = FILE_ACCESS_ERROR; return 0; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT const char *ucnv_getName(void *converter, int *error) { *error = FILE_ACCESS_ERROR; return ""; }
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 4; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int number) { return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{ *error = FILE_ACCESS_ERROR; return 0; }
#define NEVER_CALLED(name) EXPORT void name(void) {}
NEVER_CALLED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NEVER_CALLED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NEVER_CALLED(ucnv_getToUCallBack)
NEVER_CALLED(ucnv_setFromUCallBack)
NEVER_CALLED(ucnv_setToUCallBack)
NEVER_CALLED(ucnv_cbToUWriteUChars)
NEVER_CALLED(ucnv_fromUnicode)
NEVER_CALLED(ucnv_toUnicode)
NEVER_CALLED(ucnv_fromUCountPending)
NEVER_CALLED(ucnv_toUCountPending)
