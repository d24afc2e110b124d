namespace Claudebox.CommandLine.Completion;

/// <summary>What shells need to ask the command for completions. Where it offers nothing, they complete files.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        _claudebox() {
            local item line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=()
            while IFS=$'\t' read -r item _; do
                # Bash takes what stands after "=" for a word of its own.
                case "${line##* }" in *=*) item="${item#*=}" ;; esac
                COMPREPLY+=("$item")
            done < <("${COMP_WORDS[0]}" complete --position "$COMP_POINT" "$COMP_LINE" 2> /dev/null)
        }
        complete -o default -F _claudebox claudebox

        """;

    private const string Zsh = """
        _claudebox() {
            local -a items
            local line
            for line in "${(@f)$(claudebox complete "${(j: :)words[1,CURRENT]}" 2> /dev/null)}"; do
                [[ -n $line ]] && items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done
            if (( ${#items} )); then _describe claudebox items; else _files; fi
        }
        compdef _claudebox claudebox

        """;

    private const string Fish = """
        complete --command claudebox --arguments '(claudebox complete (commandline --cut-at-cursor | string collect) 2> /dev/null)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName claudebox -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $position = $cursorPosition - $commandAst.Extent.StartOffset
            claudebox complete --position $position "$commandAst" | ForEach-Object {
                $text, $description = $_ -split "`t", 2
                [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $(if ($description) { $description } else { $text }))
            }
        }

        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    /// <summary>The shells that there are scripts for.</summary>
    public static IReadOnlyCollection<string> Shells => Scripts.Keys;

    /// <summary>The script of a shell; null when there is none.</summary>
    public static string? Of(string shell) => Scripts.GetValueOrDefault(shell);
}
