# The cmdlets are in Claudebox.PowerShell.dll, a nested module of the manifest. There is no Export-ModuleMember here: with
# it, only what it names would be exported. Invoke-ClaudeboxCommandLine is not exported; the function is its only caller.

<#
.SYNOPSIS
The command claudebox, inside PowerShell.

.DESCRIPTION
Takes the same words as the program claudebox: a prompt, options such as --model and --output-format, or a command such
as doctor, ps, stop, mcp or install. claudebox --help lists them. Alone, in a console, it opens Claude Code there.

Output comes line by line as strings. What a program would write to its standard error is shown by the host and can be
redirected as information (6>); a failure is also an error with a stable id. The exit code is in $LASTEXITCODE.

What the pipeline puts in is the command's standard input: texts are lines, other objects are what PowerShell shows of
them. For objects instead of text use the cmdlets, such as Invoke-Claudebox.

PowerShell reads the line first: quote words that hold $ ; | & > ( ) { } @ # or a blank, and a bare -- ('--'). A list
(a,b) is one word; @list gives a word for each item. What follows --% is split at blanks and double quotes only.

.EXAMPLE
claudebox "How many tests are there?" --model=haiku

Prints the answer.

.EXAMPLE
Get-Content error.log | claudebox -p "What went wrong?" --output-format json | ConvertFrom-Json

Gives the file as context, and the result as an object.
#>
function claudebox {
    begin {
        # The words stay one array: splatted, those that begin with a dash would be taken for parameters. They go through a
        # steppable pipeline, which alone hands output on at once and $? to the caller; it is made of a text, so that errors
        # do not show this file.
        $words = $args
        $block = $ExecutionContext.InvokeCommand.NewScriptBlock('Invoke-ClaudeboxCommandLine -ArgumentList $words')
        $command = $block.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $command.Begin($MyInvocation.ExpectingInput, $ExecutionContext)
    }

    process {
        $command.Process($_)
    }

    end {
        $command.End()
    }

    clean {
        if ($null -ne $command) {
            $command.Clean()
            $command.Dispose()
        }
    }
}

# Hosts with a language of their own may lack the command; completion is then the path completion of any command.
if ($ExecutionContext.InvokeCommand.GetCommand('Register-ArgumentCompleter', [System.Management.Automation.CommandTypes]::Cmdlet)) {
    Register-ArgumentCompleter -Native -CommandName claudebox -ScriptBlock {
        param($wordToComplete, $commandAst, $cursorPosition)

        $location = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath
        [Claudebox.PowerShell.Completion.CommandLineCompleter]::Complete($commandAst, $cursorPosition, $location)
    }
}
