namespace OllamaNet.Inference.Engines;

/// <summary>
/// The sink that an engine gets may be one of these. An engine whose model can be busy without saying anything, such as while it
/// writes a tool call, then tells that it is alive.
/// </summary>
internal interface ISignsOfLife
{
    void Alive();
}
