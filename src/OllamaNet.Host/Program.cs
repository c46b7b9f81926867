using OllamaNet.Host;

await OllamaNetHost.Build(args).RunAsync();
