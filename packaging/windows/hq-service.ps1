# The server of headquarters as something that Windows starts by itself and starts again when it fails.
#
#   .\hq-service.ps1 -Install [-Program C:\BranchDeskHq\Scripts\desk.exe] [-Database postgresql://...]
#                    [-Options "--port 8443 --tls-cert C:\...\hq.crt --tls-key C:\...\hq.key"]
#   .\hq-service.ps1 -Remove
#
# NOT TRIED ON WINDOWS.  Written after the documentation of Task Scheduler and NSSM, checked by reading
# alone; the server that is tried and supported runs on Linux by systemd.
#
# The branch's installers bring no server.  Before: Python 3.11, a virtual environment in
# C:\BranchDeskHq that only administrators can write, and there
#   Scripts\pip install --require-hashes -r requirements.lock
#   Scripts\pip install --no-deps <folder of the source>
# A password of the database belongs into the password file of the account (%APPDATA%\postgresql\pgpass.conf).
#
# With nssm.exe in the path it becomes a service, otherwise a task at the start of the system; both run as
# LOCAL SERVICE, which may do little, and start again a minute after a failure.
#Requires -RunAsAdministrator
[CmdletBinding(DefaultParameterSetName = "Install")]
param(
    [Parameter(ParameterSetName = "Install", Mandatory)][switch]$Install,
    [Parameter(ParameterSetName = "Remove", Mandatory)][switch]$Remove,
    [Parameter(ParameterSetName = "Install")][string]$Program = "C:\BranchDeskHq\Scripts\desk.exe",
    [Parameter(ParameterSetName = "Install")][string]$Database = "",
    [Parameter(ParameterSetName = "Install")][string]$Options = "--port 8443"
)
$ErrorActionPreference = "Stop"
$name = "Branch Desk HQ"
$data = Join-Path $env:ProgramData "Branch Desk HQ"
$nssm = Get-Command nssm.exe -ErrorAction SilentlyContinue

function Invoke-Checked([string]$Tool, [string[]]$Arguments) {
    & $Tool @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Tool $($Arguments[0]) ended with $LASTEXITCODE" }
}

function New-DataFolder {
    New-Item -ItemType Directory -Force $data | Out-Null
    # S-1-5-19 is LOCAL SERVICE, S-1-5-18 SYSTEM, S-1-5-32-544 the administrators; nobody else.
    Invoke-Checked "icacls.exe" @($data, "/inheritance:r", "/grant:r", "*S-1-5-19:(OI)(CI)M",
        "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F")
}

if ($Remove) {
    if ($nssm -and (Get-Service $name -ErrorAction SilentlyContinue)) {
        Invoke-Checked $nssm.Source @("stop", $name)
        Invoke-Checked $nssm.Source @("remove", $name, "confirm")
    }
    if (Get-ScheduledTask $name -ErrorAction SilentlyContinue) {
        Stop-ScheduledTask $name
        Unregister-ScheduledTask $name -Confirm:$false
    }
    Write-Output "Removed. The data in $data and the database stay."
    return
}

if (-not (Test-Path $Program)) { throw "There is no $Program" }
New-DataFolder
if ($Database) { [Environment]::SetEnvironmentVariable("DESK_HQ_DATABASE", $Database, "Machine") }
if ($Database) { $env:DESK_HQ_DATABASE = $Database }
Invoke-Checked $Program @("hq", "init")

if ($nssm) {
    Invoke-Checked $nssm.Source @("install", $name, $Program, "hq serve $Options")
    Invoke-Checked $nssm.Source @("set", $name, "ObjectName", "NT AUTHORITY\LocalService", "")
    Invoke-Checked $nssm.Source @("set", $name, "AppDirectory", $data)
    Invoke-Checked $nssm.Source @("set", $name, "AppStderr", (Join-Path $data "service.log"))
    Invoke-Checked $nssm.Source @("set", $name, "AppRotateFiles", "1")
    Invoke-Checked $nssm.Source @("set", $name, "AppRotateBytes", "1048576")
    Invoke-Checked $nssm.Source @("set", $name, "AppExit", "Default", "Restart")
    Invoke-Checked $nssm.Source @("set", $name, "AppRestartDelay", "60000")
    Invoke-Checked $nssm.Source @("start", $name)
} else {
    $action = New-ScheduledTaskAction -Execute $Program -Argument "hq serve $Options" -WorkingDirectory $data
    $start = New-ScheduledTaskTrigger -AtStartup
    $who = New-ScheduledTaskPrincipal -UserId "NT AUTHORITY\LOCAL SERVICE" -LogonType ServiceAccount
    $how = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
        -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries `
        -MultipleInstances IgnoreNew
    Register-ScheduledTask $name -Action $action -Trigger $start -Principal $who -Settings $how -Force | Out-Null
    Start-ScheduledTask $name
}
Write-Output "$name runs. Look with: $Program hq status"
