-- What wixl cannot say, a statement in a line, for msibuild; msi.py fills it in.

-- The version before is taken out inside the transaction (1510), so that it comes back when the new
-- one fails.  An older one comes in only when the update's way back asks for it.
INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMin`, `VersionMax`, `Attributes`, `ActionProperty`) VALUES ('{$upgrade}', '0.0.0', '$numbers', 257, 'OLDER_FOUND')
INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMin`, `Attributes`, `ActionProperty`) VALUES ('{$upgrade}', '$numbers', 0, 'NEWER_FOUND')
INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('NOT NEWER_FOUND OR BRANCH_DESK_WAY_BACK OR Installed', 'A newer version of Branch Desk is installed.')
INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('NOT SETUP_FOUND OR Installed', 'Branch Desk was installed by its setup. Uninstall that first; the data stays.')
INSERT INTO `RegLocator` (`Signature_`, `Root`, `Key`, `Name`, `Type`) VALUES ('Setup', 2, 'Software\Microsoft\Windows\CurrentVersion\Uninstall\Branch Desk', 'UninstallString', 18)
INSERT INTO `AppSearch` (`Property`, `Signature_`) VALUES ('SETUP_FOUND', 'Setup')
INSERT INTO `Property` (`Property`, `Value`) VALUES ('SecureCustomProperties', 'ANSWERS;PURGE;BRANCH_DESK_WAY_BACK;SETUP_FOUND;OLDER_FOUND;NEWER_FOUND')

-- Types: 18 a program of this package, 34 one of the system; 0xC00 later and as SYSTEM, 0x100 when
-- everything goes back, 0x40 whatever comes of it.
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('UntaskBack', 3426, 'INSTALLDIR', '"[System64Folder]schtasks.exe" /create /f /tn "Branch Desk update" /xml "[INSTALLDIR]setup\update-task.xml"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Untask', 3170, 'INSTALLDIR', '"[System64Folder]schtasks.exe" /delete /f /tn "Branch Desk update"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('NoAutostart', 3170, 'INSTALLDIR', '"[System64Folder]reg.exe" delete HKLM\Software\Microsoft\Windows\CurrentVersion\Run /v "Branch Desk" /f /reg:64')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Prepare', 3090, '$prepare', '"[CommonAppDataFolder]Branch Desk"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Configure', 3090, '$desk', 'configure --answers "[ANSWERS]"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('TaskBack', 3426, 'INSTALLDIR', '"[System64Folder]schtasks.exe" /delete /f /tn "Branch Desk update"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Task', 3106, 'INSTALLDIR', '"[System64Folder]schtasks.exe" /create /f /tn "Branch Desk update" /xml "[INSTALLDIR]setup\update-task.xml"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('Purge', 3170, 'ProgramFiles64Folder', '"[System64Folder]cmd.exe" /c rd /s /q "[CommonAppDataFolder]Branch Desk"')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('PurgeKey', 3170, 'ProgramFiles64Folder', '"[System64Folder]reg.exe" delete "HKLM\Software\Branch Desk" /f /reg:64')

INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('FindRelatedProducts', 25)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('AppSearch', 50)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('LaunchConditions', 100)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('RemoveExistingProducts', 1510)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('UntaskBack', 'REMOVE="ALL"', 3390)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Untask', 'REMOVE="ALL"', 3391)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('NoAutostart', 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 3392)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Prepare', 'NOT REMOVE="ALL"', 4010)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Configure', 'ANSWERS AND NOT REMOVE="ALL"', 4020)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('TaskBack', 'NOT REMOVE="ALL"', 4030)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Task', 'NOT REMOVE="ALL"', 4031)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('Purge', 'PURGE="1" AND REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 6500)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('PurgeKey', 'PURGE="1" AND REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 6501)
