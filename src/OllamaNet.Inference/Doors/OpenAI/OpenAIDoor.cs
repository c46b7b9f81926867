using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Inference.Doors.OpenAI.Responses;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Limits;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>What clients of OpenAI's API call.</summary>
internal static class OpenAIDoor
{
    /// <summary>Our names of fields in this door's words.</summary>
    public static readonly DoorErrors Errors = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["thinking"] = "reasoning_effort",
        ["format"] = "response_format",
        ["images"] = "messages",
        ["toolChoice"] = "tool_choice",
        ["parallelToolCalls"] = "parallel_tool_calls",
        ["topK"] = "top_k",
        ["minP"] = "min_p",
        ["repeatPenalty"] = "repeat_penalty",
        ["numCtx"] = "num_ctx",
    });

    public static void MapOpenAI(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("/v1").WithTags("OpenAI").WithErrorForm(ErrorForm.OpenAI).RequirePermission(Permissions.ModelsUse).WithCallLimits().AddEndpointFilter(Errors)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        door.MapModels();
        door.MapChatCompletions();
        door.MapCompletions();
        door.MapEmbeddings();
        door.MapResponses();
    }

    /// <summary>The last event of a stream that went wrong: clients throw what it says.</summary>
    public static void WriteErrorEvent(IBufferWriter<byte> output, int status, string code, string message, string? parameter)
    {
        output.WriteBytes("data: "u8);
        output.WriteBytes(CompatibleError.Write(ErrorForm.OpenAI, status, code, message, parameter));
        output.WriteBytes("\n\n"u8);
    }
}
