namespace OllamaNet.Inference.Embedded.Protocol;

/// <summary>
/// What a frame between the program and an engine process carries. A frame is the length of its content (4 bytes, little endian), its kind (1 byte),
/// the number of the request (4 bytes; 0 is the process itself) and the content.
/// </summary>
internal enum FrameKind : byte
{
    /// <summary>To the engine: <see cref="ChatCommand"/>.</summary>
    Chat = 1,

    /// <summary>To the engine: <see cref="EmbedCommand"/>.</summary>
    Embed = 2,

    /// <summary>To the engine: nothing; the request is no longer wanted.</summary>
    Cancel = 3,

    /// <summary>To the engine: <see cref="CountCommand"/>.</summary>
    Count = 4,

    /// <summary>From the engine, once: <see cref="ReadyReport"/>.</summary>
    Ready = 10,

    /// <summary>From the engine: whole UTF-8 characters of an answer.</summary>
    Text = 11,

    /// <summary>From the engine: <see cref="DoneReport"/>, the end of an answer.</summary>
    Done = 12,

    /// <summary>From the engine: 32-bit floats, one input's vector.</summary>
    Vector = 13,

    /// <summary>From the engine: <see cref="ErrorReport"/>, the end of a request or, for number 0, of the process.</summary>
    Error = 14,

    /// <summary>From the engine: nothing; a long computation goes on.</summary>
    Busy = 15,

    /// <summary>From the engine: 32-bit integers, the tokens of each text, then those around a message and around a prompt.</summary>
    Counts = 16,
}
