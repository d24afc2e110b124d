# Forwards to the build program: ./build.ps1 TARGET [options]. Build logic lives in build.cs only.
dotnet run --file (Join-Path $PSScriptRoot 'build.cs') -- @args
exit $LASTEXITCODE
