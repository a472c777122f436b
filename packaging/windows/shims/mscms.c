/* For Wine alone, never shipped: Qt asks for colour profiles that Wine 8 cannot give. */
#define EXPORT __declspec(dllexport)
EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned share) { return 0; }
EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
EXPORT int GetColorProfileFromHandle(void *profile, void *bytes, unsigned *size) { return 0; }
EXPORT int CloseColorProfile(void *profile) { return 1; }
