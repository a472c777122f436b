/* branch-desk.exe: the program from the start menu, without a console window.

   It starts desk.exe beside it with a console that nobody sees, so that whatever the program starts
   in its turn (the child that lays out a PDF, a question to the system) shows none either. */
#include <windows.h>
#include <wchar.h>

#define LENGTH 32768

static wchar_t program[LENGTH], line[LENGTH];

int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, wchar_t *arguments, int show)
{
    STARTUPINFOW looks = {sizeof looks};
    PROCESS_INFORMATION child;
    DWORD length = GetModuleFileNameW(NULL, program, LENGTH);
    wchar_t *name = wcsrchr(program, L'\\');
    if (length == 0 || length >= LENGTH || name == NULL || name - program > LENGTH - 16) return 1;
    wcscpy(name + 1, L"desk.exe");
    if (wcslen(program) + wcslen(arguments) + 8 > LENGTH) return 1;
    swprintf(line, LENGTH, L"\"%ls\" %ls", program, arguments);
    looks.dwFlags = STARTF_USESHOWWINDOW;
    looks.wShowWindow = (WORD)show;
    if (!CreateProcessW(program, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &looks, &child)) {
        MessageBoxW(NULL, program, L"Branch Desk", MB_ICONERROR);
        return 1;
    }
    AllowSetForegroundWindow(child.dwProcessId);
    CloseHandle(child.hThread);
    CloseHandle(child.hProcess);
    return 0;
}
