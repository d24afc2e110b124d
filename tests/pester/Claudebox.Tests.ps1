#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The module's contract in a real pwsh. Stage the module first (dotnet run build.cs module), then: Invoke-Pester tests/pester
# With CLAUDEBOX_E2E=1 and a Docker Engine one prompt is run for real, with your credentials and the image in CLAUDEBOX_IMAGE
# or the default one.

BeforeDiscovery {
    $cmdlets = 'Invoke-Claudebox', 'Get-ClaudeboxWorkspace', 'Stop-ClaudeboxWorkspace', 'Clear-ClaudeboxSession'
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").ProviderPath
    $version = (Import-PowerShellDataFile "$root/Claudebox.psd1").ModuleVersion
    $manifest = "$root/output/Claudebox/$version/Claudebox.psd1"
    if (-not (Test-Path -LiteralPath $manifest)) {
        throw "The module is not staged in '$manifest'. Run: dotnet run build.cs module"
    }

    Import-Module $manifest -Force
    $nowhere = 'unix:///nowhere/claudebox-test.sock'

    function Get-ContextName([string] $Name) {
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $Name }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
    }
}

Describe 'The module' {
    It 'has a valid manifest' {
        Test-ModuleManifest $manifest | Should -Not -BeNullOrEmpty
    }

    It 'exports its commands and nothing else' -TestCases @{ Expected = $cmdlets } {
        (Get-Module Claudebox).ExportedCommands.Keys | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'uses approved verbs' {
        (Get-Command -Module Claudebox).Verb | ForEach-Object { $_ | Should -BeIn (Get-Verb).Verb }
    }

    It 'can be imported again and removed' {
        { Import-Module $manifest -Force; Remove-Module Claudebox; Import-Module $manifest } | Should -Not -Throw
    }

    It 'keeps its private assemblies to itself' {
        { Get-ClaudeboxWorkspace -DockerHost $nowhere -ErrorAction Stop } | Should -Throw
        Get-ContextName Claudebox.Docker | Should -Be 'Claudebox'
        Get-ContextName Claudebox.Core | Should -Be 'Default'
    }

    It 'works in parallel runspaces' {
        $ids = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:manifest
            try { Get-ClaudeboxWorkspace -DockerHost $using:nowhere } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
        }
        $ids | Should -Be (@('DockerUnavailable') * 8)
    }
}

Describe '<_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $help = Get-Help $name -Full
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    It 'has a synopsis and two examples' {
        $help.Synopsis | Should -Not -BeLike "$name *"
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'describes every parameter' {
        foreach ($parameter in (Get-Command $name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            (Get-Help $name -Parameter $parameter).Description.Text | Should -Not -BeNullOrEmpty -Because $parameter
        }
    }
}

Describe 'Invoke-Claudebox' {
    BeforeAll {
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
    }

    It 'emits nothing with -WhatIf' {
        Invoke-Claudebox 'hello' -WhatIf -DockerHost $nowhere | Should -BeNullOrEmpty
    }

    It 'says without an engine what to do' {
        try { Invoke-Claudebox 'hello' -DockerHost $nowhere } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'DockerUnavailable,*'
        $caught.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'does not take the file of a line for a workspace' {
        Set-Content prompts.txt 'one', 'two'
        { Get-Content prompts.txt | Invoke-Claudebox -WhatIf -DockerHost $nowhere -ErrorAction Stop } | Should -Not -Throw
    }

    It 'offers models' {
        $line = 'Invoke-Claudebox x -Model opus'
        (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Be 'opus', 'opusplan'
    }

    It 'runs a prompt' -Skip:(-not $env:CLAUDEBOX_E2E) {
        $events = @(Invoke-Claudebox 'Run "echo pester-$((40+2))" with Bash and tell me what it printed.' -NoContinue -MaxTurns 5)
        $events[-1] | Should -BeOfType Claudebox.ClaudeboxResult
        $events[-1].Status | Should -Be 'Completed'
        $events | Where-Object Type -EQ tool_use | Select-Object -First 1 -ExpandProperty Tool | Should -Be 'Bash'
        "$($events[-1])" | Should -Match 'pester-42'
        $events | ConvertTo-Json -Depth 8 | ConvertFrom-Json | Should -HaveCount $events.Count
        Stop-ClaudeboxWorkspace
        (Get-ClaudeboxWorkspace -Workspace .).IsRunning | Should -BeFalse
    }
}
