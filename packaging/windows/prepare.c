/* prepare.exe FOLDER: makes the machine's folder with its rights; both installers run it as administrator.

   Any user can make folders in %ProgramData%.  One that was there before the first installation may
   hold settings that somebody planted, or lead elsewhere: it is moved aside, never taken over.
   HKLM\Software\Branch Desk "Prepared", which administrators alone can write, says that it is ours. */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

#define KEY L"Software\\Branch Desk"
#define LENGTH 1024
/* SYSTEM and administrators everything; users read; in the data they also write and delete. */
#define READ L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
#define WRITE L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)"

static int prepared(void)
{
    DWORD value = 0, size = sizeof value;
    RegGetValueW(HKEY_LOCAL_MACHINE, KEY, L"Prepared", RRF_RT_REG_DWORD, NULL, &value, &size);
    return value == 1;
}

static int remember(void)
{
    DWORD one = 1;
    return RegSetKeyValueW(HKEY_LOCAL_MACHINE, KEY, L"Prepared", REG_DWORD, &one, sizeof one) == ERROR_SUCCESS;
}

static int move_aside(const wchar_t *folder)
{
    wchar_t other[LENGTH];
    for (int number = 1; number < 100; number++) {
        swprintf(other, LENGTH, L"%ls.found-%d", folder, number);
        if (MoveFileW(folder, other)) {
            wprintf(L"%ls was there before the program and is now %ls\n", folder, other);
            return 1;
        }
        if (GetLastError() != ERROR_ALREADY_EXISTS) return 0;
    }
    return 0;
}

static int make(const wchar_t *folder, const wchar_t *rights)
{
    SECURITY_ATTRIBUTES access = {sizeof access, NULL, FALSE};
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, SDDL_REVISION_1, &access.lpSecurityDescriptor, NULL))
        return 0;
    int made = CreateDirectoryW(folder, &access) || GetLastError() == ERROR_ALREADY_EXISTS;
    LocalFree(access.lpSecurityDescriptor);
    return made;
}

int wmain(int count, wchar_t **words)
{
    wchar_t part[LENGTH];
    if (count != 2 || wcslen(words[1]) > LENGTH - 32) return 2;
    if (!prepared() && GetFileAttributesW(words[1]) != INVALID_FILE_ATTRIBUTES && !move_aside(words[1])) goto failed;
    if (!make(words[1], READ)) goto failed;
    swprintf(part, LENGTH, L"%ls\\update", words[1]);
    if (!make(part, READ)) goto failed;
    swprintf(part, LENGTH, L"%ls\\data", words[1]);
    if (make(part, WRITE) && remember()) return 0;
failed:
    fwprintf(stderr, L"%ls: error %lu\n", words[1], GetLastError());
    return 1;
}
