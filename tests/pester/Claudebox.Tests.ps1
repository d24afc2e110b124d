#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The module's contract in a real pwsh. Stage the module first (dotnet run build.cs module), then: Invoke-Pester tests/pester
# With CLAUDEBOX_E2E=1 and a Docker Engine one prompt is run for real, with your credentials and the image in CLAUDEBOX_IMAGE
# or the default one.

BeforeDiscovery {
    $cmdlets = 'Invoke-Claudebox', 'Enter-Claudebox', 'Get-ClaudeboxSession', 'Clear-ClaudeboxSession', 'Get-ClaudeboxWorkspace',
        'Stop-ClaudeboxWorkspace', 'Test-Claudebox', 'Install-Claudebox', 'Update-Claudebox', 'Uninstall-Claudebox',
        'Start-ClaudeboxServer', 'Get-ClaudeboxServer', 'Stop-ClaudeboxServer', 'Test-ClaudeboxServer', 'Get-ClaudeboxRun',
        'Receive-ClaudeboxRun', 'Stop-ClaudeboxRun', 'Wait-ClaudeboxRun', 'Get-ClaudeboxFile', 'Send-ClaudeboxFile',
        'Receive-ClaudeboxFile', 'Remove-ClaudeboxFile'
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

    It 'exports its commands and nothing else' -TestCases @{ Expected = $cmdlets + 'claudebox' } {
        (Get-Module Claudebox).ExportedCommands.Keys | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'uses approved verbs' {
        (Get-Command -Module Claudebox -CommandType Cmdlet).Verb | ForEach-Object { $_ | Should -BeIn (Get-Verb).Verb }
    }

    It 'can be imported again and removed' {
        { Import-Module $manifest -Force; Remove-Module Claudebox; Import-Module $manifest } | Should -Not -Throw
    }

    It 'keeps its private assemblies to itself' {
        { Get-ClaudeboxWorkspace -DockerHost $nowhere -ErrorAction Stop } | Should -Throw
        claudebox --help | Out-Null
        Get-ContextName Claudebox.Docker | Should -Be 'Claudebox'
        Get-ContextName Claudebox.CommandLine | Should -Be 'Claudebox'
        Get-ContextName System.CommandLine | Should -Be 'Claudebox'
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

Describe 'Start-ClaudeboxServer' {
    BeforeAll {
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
    }

    It 'emits nothing with -WhatIf' {
        Start-ClaudeboxServer -WhatIf -DockerHost $nowhere | Should -BeNullOrEmpty
    }

    It 'warns of a server that is open to other machines' {
        Start-ClaudeboxServer -Bind 0.0.0.0 -AllowAnonymous -WhatIf -DockerHost $nowhere 3>&1 | Should -BeLike '*lets everybody in*'
    }

    It 'takes a token or none, not both' {
        { Start-ClaudeboxServer -AllowAnonymous -Token (ConvertTo-SecureString x -AsPlainText) -WhatIf } | Should -Throw
    }

    It 'starts a server that runs prompts and keeps files' -Skip:(-not $env:CLAUDEBOX_E2E) {
        $server = Start-ClaudeboxServer -Port 0
        try {
            $server | Test-ClaudeboxServer -Quiet | Should -BeTrue
            docker inspect $server.Name | Should -Not -Match ($server.Token | ConvertFrom-SecureString -AsPlainText)

            Set-Content notes.txt 'The word is zebra.'
            Send-ClaudeboxFile notes.txt inner/ -Server $server
            $run = Invoke-Claudebox 'Which word is in notes.txt? Answer with it alone.' -Server $server -Workspace inner -Async
            "$($run | Wait-ClaudeboxRun | Receive-ClaudeboxRun -ResultOnly)" | Should -Match 'zebra'
            Get-ClaudeboxFile inner -Server $server | Receive-ClaudeboxFile -Destination copy.txt | Get-Content | Should -Be 'The word is zebra.'
            Get-ClaudeboxFile inner -Server $server | Remove-ClaudeboxFile -Confirm:$false
            Get-ClaudeboxFile inner -Server $server | Should -BeNullOrEmpty
        } finally {
            $server | Stop-ClaudeboxServer
            docker rm --force $server.Name | Out-Null
        }
    }
}

Describe 'claudebox' {
    It 'prints its help line by line' {
        $lines = claudebox --help
        $lines.Count | Should -BeGreaterThan 20
        $lines | Should -BeOfType string
        $LASTEXITCODE | Should -Be 0
    }

    It 'takes <Typed> for no parameter of its own' -TestCases @(
        @{ Typed = '-h' }, @{ Typed = '-v -h' }, @{ Typed = '-p -h' }, @{ Typed = '-w . --help' }, @{ Typed = '--verbose --help' }
    ) {
        Invoke-Expression "claudebox $Typed" *>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
    }

    It 'leaves an exit code, $? and an error with an id' {
        claudebox dcotor 2>$null
        $? | Should -BeFalse
        $LASTEXITCODE | Should -Be 2
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$($Error[0])" | Should -BeLike "*'doctor'*"
    }

    It 'shows an error at the line of the user' {
        $shown = claudebox dcotor 2>&1 | Out-String
        $shown | Should -BeLike '*claudebox*unknown command*'
        $shown | Should -Not -BeLike '*Claudebox.psm1*'
    }

    It 'is completed by its own grammar: <Line>' -TestCases @(
        @{ Line = 'claudebox --mo'; Expected = '--model', '--mount' }
        @{ Line = 'claudebox doc'; Expected = 'doctor' }
        @{ Line = 'claudebox --output-format j'; Expected = 'json', 'json-verbose' }
        @{ Line = 'claudebox mcp li'; Expected = 'list' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.ListItemText | Should -Be $Expected
    }

    It 'completes paths where a path is meant' {
        New-Item -ItemType Directory "$TestDrive/a-project" | Out-Null
        $line = "claudebox --workspace $TestDrive/a-pro"
        (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Contain 'a-project'
    }

    It 'opens no terminal where there is none' {
        [Console]::IsInputRedirected -or [Console]::IsOutputRedirected | Should -BeTrue -Because 'this test is for builds'
        claudebox 2>$null
        $LASTEXITCODE | Should -Be 2
    }

    It 'runs prompts' -Skip:(-not $env:CLAUDEBOX_E2E) {
        Push-Location $TestDrive
        try {
            $result = claudebox -p 'Answer with the word pester and nothing else.' --output-format=json --no-continue | ConvertFrom-Json
            $result.result | Should -Match 'pester'
            $LASTEXITCODE | Should -Be 0

            'The word is zebra.' | claudebox -p 'Which word is named below? Answer with it alone.' --no-continue | Should -Match 'zebra'
            Get-Date -Year 2001 -Month 2 -Day 3 | claudebox -p 'Which year is it below? Answer with it alone.' --no-continue | Should -Match '2001'
            $first = claudebox -p 'Say something.' --output-format stream-json | Select-Object -First 1 | ConvertFrom-Json
            $first.type | Should -Be 'system'

            claudebox --% -p "Repeat exactly: a,b $(x)" --no-continue | Should -Match 'a,b \$\(x\)'
            Get-ClaudeboxSession | Select-Object -First 1 | Should -BeOfType Claudebox.ClaudeboxSession
            Get-ClaudeboxSession | Clear-ClaudeboxSession -Confirm:$false
            Get-ClaudeboxSession | Should -BeNullOrEmpty
            claudebox stop | Should -Match '^stopped '
        } finally {
            Pop-Location
        }
    }
}

Describe 'Enter-Claudebox' {
    It 'says what to do where there is no terminal' {
        { Enter-Claudebox -DockerHost $nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'shows with -WhatIf what it would make' {
        Enter-Claudebox -WhatIf -DockerHost $nowhere | Should -BeNullOrEmpty
    }
}

Describe 'Test-Claudebox' {
    It 'finds what is missing and says what to do' {
        $checks = Test-Claudebox -DockerHost $nowhere
        $checks | Should -BeOfType Claudebox.ClaudeboxCheck
        ($checks | Where-Object Name -EQ engine).Status | Should -Be 'Failed'
        ($checks | Where-Object Name -EQ engine).Advice | Should -Not -BeNullOrEmpty
        Test-Claudebox -DockerHost $nowhere -Quiet | Should -BeFalse
    }
}

Describe 'Installing' {
    It '<_> does nothing with -WhatIf' -ForEach 'Install-Claudebox', 'Update-Claudebox', 'Uninstall-Claudebox' {
        & $_ -WhatIf -DockerHost $nowhere | Should -BeNullOrEmpty
    }

    It 'emits the steps, and an error for one that fails' {
        $steps = Update-Claudebox -DockerHost $nowhere -ErrorVariable failed -ErrorAction SilentlyContinue
        ($steps | Where-Object Status -EQ Failed).Name | Should -Be 'Docker Engine'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'DockerUnavailable,*'
    }
}
