using System.Text;

namespace OllamaNet.Chat.Tests;

/// <summary>Alone, for it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(ImportMemoryTests), DisableParallelization = true)]
public sealed class AloneWithItsMemory;

[Trait("Category", "Long")]
[Collection(nameof(ImportMemoryTests))]
public sealed class ImportMemoryTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const int Conversations = 1000;

    [Fact]
    public async Task A_large_file_does_not_fill_the_memory()
    {
        using var ada = await fixture.SignInAsync();
        var file = Encoding.UTF8.GetBytes(ShareSteps.ChatGptFile(Enumerable.Range(0, Conversations).Select(i => $"m{i}"), new string('z', 20_000)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var id = (await (await ada.Client.PostAsync("/api/v1/imports", new ByteArrayContent(file))).JsonAsync()).Id();

        long most = 0;
        var import = await ChatFixture.EventuallyAsync(async () =>
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            return await ada.GetAsync($"/api/v1/imports/{id}");
        }, i => i.Text("state") is not ("queued" or "running"), patience: 60);

        Assert.Equal(Conversations, import.Count("imported"));
        Assert.InRange(most, 0, file.Length / 2);
    }
}
