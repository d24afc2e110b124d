<#
.SYNOPSIS
Installs the command claudebox: finds or downloads the single file for this computer, checks it, lets it install itself.
.DESCRIPTION
  $env:CLAUDEBOX_DOWNLOAD_URL = 'URL'; irm URL/install.ps1 | iex
  & ([scriptblock]::Create((irm URL/install.ps1))) --minimal
  ./install.ps1 ./claudebox-win-x64.exe --install-dir C:\Tools

The file comes from the first of these: a path as the first argument (a file, or a directory with the files), CLAUDEBOX_PACKAGE (the
same), CLAUDEBOX_DOWNLOAD_URL (an address below which the files lie), the directory of this script. Beside it lies SHA256SUMS, by which it
is checked. All other arguments and variables are for "claudebox install". It runs in Windows PowerShell 5.1 and in PowerShell 7.
#>

# In a block of its own: "irm | iex" runs in the caller's scope, where neither variables nor preferences may change.
& {
    Set-StrictMode -Version 3.0
    $ErrorActionPreference = 'Stop'
    # Windows PowerShell downloads much slower while it draws its bar.
    $ProgressPreference = 'SilentlyContinue'

    function Stop-Installation([string] $Message) {
        throw "claudebox: $Message Nothing was installed."
    }

    # The name of this computer's file: claudebox-OS-ARCHITECTURE.
    function Get-PackageName {
        $runtime = [System.Runtime.InteropServices.RuntimeInformation]
        $isWindowsHost = [System.Environment]::OSVersion.Platform -eq [System.PlatformID]::Win32NT
        $isMac = $runtime::IsOSPlatform([System.Runtime.InteropServices.OSPlatform]::OSX)
        $os = if ($isWindowsHost) { 'win' } elseif ($isMac) { 'osx' } else { 'linux' }
        $architecture = $runtime::OSArchitecture.ToString().ToLowerInvariant()
        $suffix = if ($isWindowsHost) { '.exe' } else { '' }
        # Windows on ARM runs x64 programs.
        if ($os -eq 'win' -and $architecture -eq 'arm64') { $architecture = 'x64' }
        $name = "claudebox-$os-$architecture"
        if ($name -notin 'claudebox-win-x64', 'claudebox-linux-x64', 'claudebox-linux-arm64', 'claudebox-osx-arm64') {
            Stop-Installation "There is no claudebox for $os on $architecture; the .NET tool Claudebox.Cli runs there."
        }
        "$name$suffix"
    }

    function Save-Download([string] $Address, [string] $Path) {
        if ($Address -notmatch '^https?://') {
            Stop-Installation "CLAUDEBOX_DOWNLOAD_URL must be an http or https address, not '$Address'."
        }
        $client = [System.Net.Http.HttpClient]::new()
        try {
            # Not Invoke-WebRequest: of a connection that ends early it makes a short file.
            $client.Timeout = [System.TimeSpan]::FromHours(1)
            $response = $client.GetAsync($Address, [System.Net.Http.HttpCompletionOption]::ResponseHeadersRead).GetAwaiter().GetResult()
            if (-not $response.IsSuccessStatusCode) {
                Stop-Installation "$Address could not be downloaded: the server answers $([int] $response.StatusCode)."
            }
            $file = [System.IO.File]::Create($Path)
            try { $response.Content.CopyToAsync($file).GetAwaiter().GetResult() | Out-Null } finally { $file.Dispose() }
        }
        catch [System.Net.Http.HttpRequestException] {
            Stop-Installation "$Address could not be downloaded: $($_.Exception.Message)"
        }
        finally {
            $client.Dispose()
        }
        if (([System.IO.FileInfo] $Path).Length -eq 0) { Stop-Installation "$Address is empty." }
    }

    function Get-Sha256([string] $Path) {
        $algorithm = [System.Security.Cryptography.SHA256]::Create()
        $file = [System.IO.File]::OpenRead($Path)
        try { [System.BitConverter]::ToString($algorithm.ComputeHash($file)).Replace('-', '').ToLowerInvariant() }
        finally { $file.Dispose(); $algorithm.Dispose() }
    }

    function Assert-Checksum([string] $Path, [string] $Name, [string] $Sums) {
        $expected = $null
        foreach ($line in [System.IO.File]::ReadAllLines($Sums)) {
            if ($line -match '^([0-9a-fA-F]{64}) [ *](.+)$' -and $Matches[2] -eq $Name) { $expected = $Matches[1].ToLowerInvariant() }
        }
        if (-not $expected) { Stop-Installation "SHA256SUMS does not list $Name." }
        $actual = Get-Sha256 $Path
        if ($actual -ne $expected) {
            Stop-Installation "$Name has the SHA-256 $actual, and SHA256SUMS says ${expected}: it was changed or cut short on its way."
        }
    }

    if ($PSVersionTable.PSVersion.Major -lt 6) {
        Add-Type -AssemblyName System.Net.Http
        [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor [System.Net.SecurityProtocolType]::Tls12
    }

    $rest = @($args)
    $package = $env:CLAUDEBOX_PACKAGE
    $address = if ($env:CLAUDEBOX_DOWNLOAD_URL) { $env:CLAUDEBOX_DOWNLOAD_URL } else { $env:CLAUDE_DOWNLOAD_URL }
    if ($rest.Count -gt 0 -and ($rest[0] -match '[\\/]' -or $rest[0] -in '.', '..')) {
        $package = $rest[0]
        $rest = @(for ($i = 1; $i -lt $rest.Count; $i++) { $rest[$i] })
    }

    $name = Get-PackageName
    $listed = $name
    $work = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "claudebox-install-$([System.Guid]::NewGuid().ToString('N'))")
    $program = [System.IO.Path]::Combine($work, $name)
    $sums = [System.IO.Path]::Combine($work, 'SHA256SUMS')
    [System.IO.Directory]::CreateDirectory($work) | Out-Null
    try {
        if (-not $package -and -not $address -and $PSScriptRoot -and [System.IO.File]::Exists([System.IO.Path]::Combine($PSScriptRoot, $name))) {
            $package = $PSScriptRoot
        }
        if ($package) {
            $package = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($package)
            $found = if ([System.IO.Directory]::Exists($package)) { [System.IO.Path]::Combine($package, $name) } else { $package }
            if (-not [System.IO.File]::Exists($found)) { Stop-Installation "There is no $found." }
            $foundSums = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($found), 'SHA256SUMS')
            if (-not [System.IO.File]::Exists($foundSums)) { Stop-Installation "There is no $foundSums to check $found by." }
            [System.IO.File]::Copy($found, $program)
            [System.IO.File]::Copy($foundSums, $sums)
            $listed = [System.IO.Path]::GetFileName($found)
        }
        elseif ($address) {
            $address = $address.TrimEnd('/')
            Save-Download "$address/SHA256SUMS" $sums
            [System.Console]::Error.WriteLine("claudebox: downloading $address/$name")
            Save-Download "$address/$name" $program
        }
        else {
            Stop-Installation 'Say where the files are: set $env:CLAUDEBOX_DOWNLOAD_URL to their address, or give a path: install.ps1 DIRECTORY.'
        }

        Assert-Checksum $program $listed $sums
        if ($name -notlike '*.exe') { & chmod 755 $program }
        # Piped from nothing, so that the standard input stays untouched.
        $null | & $program install @rest
        if ($LASTEXITCODE -ne 0) { throw "claudebox: the installation is incomplete (exit code $LASTEXITCODE)." }
    }
    finally {
        [System.IO.Directory]::Delete($work, $true)
    }
} @args
