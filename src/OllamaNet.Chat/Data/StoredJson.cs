using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

/// <summary>JSON inside rows: apart from the API's, so that the one can change without the other.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<MessagePart>))]
[JsonSerializable(typeof(AnswerFigures))]
internal sealed partial class StoredJson : JsonSerializerContext;
