using OllamaNet.Host;
using OllamaNet.Inference.Embedded;

if (args is ["engine", ..]) return await EmbeddedEngineHost.RunAsync(args);

await OllamaNetHost.Build(args).RunAsync();
return 0;
