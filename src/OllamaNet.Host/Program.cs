using OllamaNet.Host.Commands;

return await CommandLine.RunAsync(args);
