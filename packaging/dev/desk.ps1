# The two commands of the README on Windows: desk.ps1 run | test
param([Parameter(Mandatory)][ValidateSet("setup", "run", "test")][string]$Command)
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Checked([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program $($Arguments -join ' ') ended with $LASTEXITCODE" }
}

$bin = ".venv\Scripts"
if (-not (Test-Path "$bin\python.exe")) { Invoke-Checked "py" @("-3.11", "-m", "venv", ".venv") }
$stamp = ".venv\.ready"
$sources = Get-Item requirements.lock, pyproject.toml
if (-not (Test-Path $stamp) -or ($sources | Where-Object { $_.LastWriteTime -gt (Get-Item $stamp).LastWriteTime })) {
    Invoke-Checked "$bin\python.exe" @("-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements.lock")
    Invoke-Checked "$bin\python.exe" @("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    New-Item -ItemType File -Force $stamp | Out-Null
}
foreach ($catalogue in Get-ChildItem resources\i18n\*.po) {
    Invoke-Checked "$bin\python.exe" @("packaging\dev\translations.py", "compile", $catalogue.FullName)
}

switch ($Command) {
    "run" { Invoke-Checked "$bin\desk.exe" @("demo") }
    "test" {
        # Spelling needs Debian's dictionaries and is checked there.
        Invoke-Checked "$bin\ruff.exe" @("format", "--check", ".")
        Invoke-Checked "$bin\ruff.exe" @("check", ".")
        Invoke-Checked "$bin\mypy.exe" @()
        Invoke-Checked "$bin\lint-imports.exe" @()
        Invoke-Checked "$bin\python.exe" @("packaging\dev\translations.py", "check")
        Invoke-Checked "$bin\python.exe" @("-m", "pytest", "-n", "auto")
    }
}
