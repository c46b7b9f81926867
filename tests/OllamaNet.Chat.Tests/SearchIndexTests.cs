using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Chat.Search;

namespace OllamaNet.Chat.Tests;

/// <summary>What the database keeps to search in.</summary>
public sealed class SearchIndexTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static readonly string[] Texts =
    [
        "Hello, World! foo_bar.baz", "don’t — “stop” …", "Größe ÉTÉ naïve", "我想去里斯本旅行。真的吗？", "हिन्दी भाषा।", "مرحبا، كيف؟", "שלום־עולם", "😀tram😀28", "a\tb\nc d",
        "price: 5€ × 3 ÷ 2 = ½ @home #tag $x ^y `z` ~ {a} [b] \\ | < >", "１２ＡＢ！", "ภาษาไทย", "𠀀𠀁",
    ];

    [Fact]
    public async Task The_words_of_a_search_are_cut_as_those_that_are_stored()
    {
        foreach (var text in Texts)
        {
            await using var command = Source.CreateCommand("SELECT array_remove(chat.search_words($1), '')");
            command.Parameters.Add(new() { Value = text });

            Assert.Equal((string[])(await command.ExecuteScalarAsync())!, SearchWords.Split(text));
        }
    }

    [Theory]
    [InlineData("ix_messages_search", "SELECT id FROM chat.messages m WHERE chat.search_keys(m.owner_id, chat.search_text(m.parts)) @@ '''a'':*'::tsquery")]
    [InlineData("ix_conversations_search", "SELECT id FROM chat.conversations c WHERE chat.search_keys(c.owner_id, c.title) @@ '''a'':*'::tsquery")]
    [InlineData("ix_notes_search", "SELECT id FROM chat.notes n WHERE chat.search_keys(n.owner_id, n.text) @@ '''a'':*'::tsquery")]
    public async Task A_search_uses_its_index(string index, string sql)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand("SET enable_seqscan = off", connection)) await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand("EXPLAIN (FORMAT JSON) " + sql, connection);

        Assert.Contains(index, (string)(await command.ExecuteScalarAsync())!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('里')]
    public async Task A_message_of_any_size_can_be_stored_and_its_beginning_found(char first)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "long" });
        await ada.AskAsync(conversation, "soon long");
        var question = (await ada.MessagesAsync(conversation))[0].GetProperty("id").GetGuid();
        var spaces = first == 'a' ? " " : "";
        var text = "beginning " + string.Concat(Enumerable.Range(0, 600_000).Select(i => $"{(char)(first + i % 5000)}{(char)(0x4e00 + i / 29 % 20000)}{spaces}")) + " ending";

        await using var command = Source.CreateCommand("UPDATE chat.messages SET parts = $2 WHERE id = $1");
        command.Parameters.Add(new() { Value = question });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(new[] { new { type = "text", text } }), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();

        Assert.Single(await ada.SearchAsync("beginning"));
        Assert.Empty(await ada.SearchAsync("ending"));
    }

    private NpgsqlDataSource Source => fixture.Host.Services.GetRequiredService<NpgsqlDataSource>();
}
