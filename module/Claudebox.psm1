# The cmdlets are in Claudebox.PowerShell.dll, a nested module of the manifest. There is no Export-ModuleMember here: with
# it, only what it names would be exported.
