using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

/// <summary>JSON inside rows: apart from the API's, so that the one can change without the other.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<MessagePart>))]
[JsonSerializable(typeof(MessagePart))]
[JsonSerializable(typeof(AnswerFigures))]
[JsonSerializable(typeof(AnswerOptions))]
[JsonSerializable(typeof(AnswerSettings))]
internal sealed partial class StoredJson : JsonSerializerContext;
