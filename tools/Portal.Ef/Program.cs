// Serves `dotnet ef` as its start-up project; does nothing itself.
return 0;
