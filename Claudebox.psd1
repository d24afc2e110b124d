@{
    RootModule             = 'Claudebox.psm1'
    NestedModules          = @('Claudebox.PowerShell.dll')
    ModuleVersion          = '0.1.0'
    GUID                   = '6f2d6c2e-6c0f-4a4e-9a55-0d3c8c1f7b21'
    Author                 = 'The Claudebox contributors'
    CompanyName            = 'The Claudebox contributors'
    Copyright              = '(c) The Claudebox contributors. MIT License.'
    Description            = 'Claude Code, boxed in Docker: run prompts in a container per workspace and get typed objects in the pipeline.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('Claudebox.Format.ps1xml')
    TypesToProcess         = @('Claudebox.Types.ps1xml')
    CmdletsToExport        = @(
        'Clear-ClaudeboxSession', 'Enter-Claudebox', 'Get-ClaudeboxFile', 'Get-ClaudeboxRun', 'Get-ClaudeboxServer',
        'Get-ClaudeboxSession', 'Get-ClaudeboxWorkspace', 'Install-Claudebox', 'Invoke-Claudebox',
        'Receive-ClaudeboxFile', 'Receive-ClaudeboxRun', 'Remove-ClaudeboxFile', 'Send-ClaudeboxFile',
        'Start-ClaudeboxServer', 'Stop-ClaudeboxRun', 'Stop-ClaudeboxServer', 'Stop-ClaudeboxWorkspace',
        'Test-Claudebox', 'Test-ClaudeboxServer', 'Uninstall-Claudebox', 'Update-Claudebox', 'Wait-ClaudeboxRun'
    )
    FunctionsToExport      = @('claudebox')
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Claude', 'ClaudeCode', 'Docker', 'AI', 'Agent', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
