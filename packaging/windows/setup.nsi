; The setup of a branch's PC: for the machine (as administrator), or with /CurrentUser for one person.
;
;   setup.exe /S [/CurrentUser] [/ANSWERS=C:\it\answers.toml] [/LOG=C:\it\setup.log]
;   uninstall.exe /S [/PURGE]          the data stays, unless /PURGE says otherwise
;
; Exit codes: 0 done, 1 stopped by a person, 2 wrong answers, 3 a newer version is in (or one from the
; MSI), 4 the program is open, 5 no administrator, 6 a step failed.  After 2 to 6 everything is as before.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
CRCCheck on
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel highest
Name "Branch Desk"
OutFile "${OUT}"
BrandingText "Branch Desk ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
!endif

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "MUI2.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"
!insertmacro VersionCompare

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\branch-desk.exe"
!define MUI_FINISHPAGE_RUN_NOTCHECKED
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Latvian"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"
!include "${TEXTS}"

VIProductVersion "${NUMBERS}.0"
VIFileVersion "${NUMBERS}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "Branch Desk"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "Branch Desk setup"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${NUMBERS}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "EUPL-1.2"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Branch Desk"
!define OWN "Software\Branch Desk"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define TASK "Branch Desk update"

Var Mode     ; AllUsers or CurrentUser
Var Answers
Var Log

!macro TOOLS un
; What is said goes to the log, with its time; it holds no personal data.
Function ${un}Say
  Exch $0
  Push $1
  DetailPrint "$0"
  Push $2
  Push $3
  Push $4
  Push $5
  Push $6
  Push $7
  Push $8
  ${GetTime} "" "L" $2 $3 $4 $5 $6 $7 $8
  FileOpen $1 "$Log" a
  ${IfNot} ${Errors}
    FileSeek $1 0 END
    FileWriteUTF16LE $1 "$4-$3-$2 $6:$7:$8 $0$\r$\n"
    FileClose $1
  ${EndIf}
  ClearErrors
  Pop $8
  Pop $7
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Stop with a reason and an exit code.
Function ${un}Refuse
  Pop $0 ; exit code
  Pop $1 ; reason
  Push $1
  Call ${un}Say
  SetErrorLevel $0
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "$1"
  ${EndIf}
  Quit
FunctionEnd

; For whom: registry, start menu and folders follow.
Function ${un}ForWhom
  SetRegView 64
  ${If} $Mode == "CurrentUser"
    SetShellVarContext current
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Branch Desk"
    StrCpy $Log "$TEMP\branch-desk-setup.log"
  ${Else}
    SetShellVarContext all
    StrCpy $INSTDIR "$PROGRAMFILES64\Branch Desk"
    StrCpy $Log "$WINDIR\Temp\branch-desk-setup.log"
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      StrCpy $Log "$TEMP\branch-desk-setup.log"
      Push "$(NoAdministrator)"
      Push 5
      Call ${un}Refuse
    ${EndIf}
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/LOG=" $0
  ${IfNot} ${Errors}
    StrCpy $Log "$0"
  ${EndIf}
  ClearErrors
FunctionEnd

; A program that runs cannot be opened for writing.
Function ${un}NotOpen
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\desk.exe"
    FileOpen $0 "$INSTDIR\desk.exe" a
    ${If} ${Errors}
      Push "$(IsOpen)"
      Push 4
      Call ${un}Refuse
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd

; A command without a window; its exit code comes back on the stack, what it says goes to the log.
Function ${un}Do
  Exch $0
  Push $1
  nsExec::ExecToStack /OEM '$0'
  Pop $0
  Pop $1
  ${If} $1 != ""
    Push "$1"
    Call ${un}Say
  ${EndIf}
  Pop $1
  Exch $0
FunctionEnd
!macroend
!insertmacro TOOLS ""
!insertmacro TOOLS "un."

Function .onInit
  ${GetParameters} $1
  StrCpy $Mode "AllUsers"
  ClearErrors
  ${GetOptions} $1 "/CurrentUser" $0
  ${IfNot} ${Errors}
    StrCpy $Mode "CurrentUser"
  ${EndIf}
  Call ForWhom
  ClearErrors
  ${GetOptions} $1 "/ANSWERS=" $Answers
  ClearErrors
  ${If} $Answers != ""
    ${If} $Mode == "CurrentUser"
      Push "$(AnswersForMachine)"
      Push 2
      Call Refuse
    ${EndIf}
    ${IfNot} ${FileExists} "$Answers"
      Push "$(NoAnswers) $Answers"
      Push 2
      Call Refuse
    ${EndIf}
  ${EndIf}
  ReadRegStr $0 SHCTX "${OWN}" "Msi"
  ${If} $0 != ""
    Push "$(IsMsi)"
    Push 3
    Call Refuse
  ${EndIf}
  ReadRegStr $0 SHCTX "${OWN}" "Numbers"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${NUMBERS}" $2
    ${If} $2 == 1
      Push "$(IsNewer) $0"
      Push 3
      Call Refuse
    ${EndIf}
  ${EndIf}
  Call NotOpen
FunctionEnd

; Everything as it was before.
Function GoBack
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.new"
  ${If} ${FileExists} "$INSTDIR.old\desk.exe"
    RMDir /r "$INSTDIR"
    Rename "$INSTDIR.old" "$INSTDIR"
  ${ElseIf} $2 == "placed"
    RMDir /r "$INSTDIR"
  ${EndIf}
FunctionEnd

!macro OR_BACK code reason
  Pop $0
  ${If} $0 != 0
    Call GoBack
    Push "${reason}"
    Push ${code}
    Call Refuse
  ${EndIf}
!macroend

Section
  StrCpy $2 ""
  Push "Branch Desk ${VERSION}: setup begins ($Mode)"
  Call Say
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  File /r "${FOLDER}/*.*"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  SetOutPath "$TEMP"
  Push '"$INSTDIR.new\desk.exe" --version'
  Call Do
  !insertmacro OR_BACK 6 "$(DoesNotStart)"

  RMDir /r "$INSTDIR.old"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\*.*"
    Rename "$INSTDIR" "$INSTDIR.old"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR.new" "$INSTDIR"
  ${EndIf}
  ${If} ${Errors}
    Push 1
  ${Else}
    StrCpy $2 "placed"
    Push 0
  ${EndIf}
  !insertmacro OR_BACK 4 "$(IsOpen)"

  ${If} $Mode == "AllUsers"
    Push '"$INSTDIR\setup\prepare.exe" "$APPDATA\Branch Desk"'
    Call Do
    !insertmacro OR_BACK 6 "$(StepFailed) prepare"
    ${If} $Answers != ""
      Push '"$INSTDIR\desk.exe" configure --answers "$Answers"'
      Call Do
      !insertmacro OR_BACK 2 "$(WrongAnswers) $Answers"
    ${EndIf}
    Push '"$SYSDIR\schtasks.exe" /create /f /tn "${TASK}" /xml "$INSTDIR\setup\update-task.xml"'
    Call Do
    !insertmacro OR_BACK 6 "$(StepFailed) schtasks"
  ${EndIf}

  CreateShortcut "$SMPROGRAMS\Branch Desk.lnk" "$INSTDIR\branch-desk.exe"
  WriteRegStr SHCTX "${OWN}" "Version" "${VERSION}"
  WriteRegStr SHCTX "${OWN}" "Numbers" "${NUMBERS}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "Branch Desk"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\branch-desk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "Branch Desk"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$Mode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S /$Mode'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $3
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
  RMDir /r "$INSTDIR.old"
  Push "Branch Desk ${VERSION}: setup done"
  Call Say
SectionEnd

Function un.onInit
  ${GetParameters} $1
  StrCpy $Mode "AllUsers"
  ${If} "$INSTDIR" == "$LOCALAPPDATA\Programs\Branch Desk"
    StrCpy $Mode "CurrentUser"
  ${EndIf}
  Call un.ForWhom
  Call un.NotOpen
FunctionEnd

Section Uninstall
  ${If} $Mode == "AllUsers"
    StrCpy $3 "$APPDATA\Branch Desk"
    Push '"$SYSDIR\schtasks.exe" /delete /f /tn "${TASK}"'
    Call un.Do
    Pop $0
    ${If} $0 != 0
      Push "The task ${TASK} was not there."
      Call un.Say
    ${EndIf}
  ${Else}
    StrCpy $3 "$LOCALAPPDATA\branch-desk"
  ${EndIf}
  DeleteRegValue SHCTX "${RUN}" "Branch Desk"
  Delete "$SMPROGRAMS\Branch Desk.lnk"
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegValue SHCTX "${OWN}" "Version"
  DeleteRegValue SHCTX "${OWN}" "Numbers"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/PURGE" $0
  ${IfNot} ${Errors}
    Call un.Purge
  ${ElseIfNot} ${Silent}
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(PurgeToo) $3" IDNO kept
    Call un.Purge
    kept:
  ${EndIf}
  Push "Branch Desk: removed"
  Call un.Say
SectionEnd

Function un.Purge
  RMDir /r "$3"
  DeleteRegKey SHCTX "${OWN}"
  Push "The data in $3 has been deleted."
  Call un.Say
FunctionEnd
