using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Http;

public sealed class ModelEndpointTests
{
    [Fact]
    public async Task Users_see_the_models()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var host = await TestHost.StartAsync(simulator.AsNode());
        using var user = await host.SignUpAsync();

        var models = await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/models");

        Assert.Equal(
            """{"items":[{"name":"sim-embed:latest","capabilities":["embedding"],"contextLength":8192,"size":1300000000,"parameterSize":"1.2B","family":"sim","quantization":"Q4_K_M","nodes":["simulator"],"dataLeavesSite":false,"demo":false,"aliasOf":null},{"name":"sim:latest","capabilities":["completion","vision","thinking","tools","jsonSchema"],"contextLength":8192,"size":1300000000,"parameterSize":"1.2B","family":"sim","quantization":"Q4_K_M","nodes":["simulator"],"dataLeavesSite":false,"demo":false,"aliasOf":null}]}""",
            models.GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync(new Uri("/api/v1/models", UriKind.Relative))).StatusCode);
    }
}
