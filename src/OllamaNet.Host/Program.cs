using OllamaNet.Host.Commands;
using OllamaNet.Inference.Embedded;

// The host starts itself a second time for the engine: a crash in native code ends that process only.
if (args is ["engine", ..]) return await EmbeddedEngineHost.RunAsync(args);

return await CommandLine.RunAsync(args);
