using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Testing;

namespace OllamaNet.Auth.Tests.Keys;

/// <summary>Steps of the tests of API keys.</summary>
internal static class KeySteps
{
    /// <summary>An endpoint that a key with <c>models.use</c> gets to.</summary>
    public static Task<HttpResponseMessage> UseAsync(this TestHost host, params (string Name, string Value)[] headers) => host.SendAsync(HttpMethod.Get, "/api/v1/models", null, headers);

    public static async Task<HttpStatusCode> UseAsync(this TestHost host, string key)
    {
        using var response = await host.UseAsync(("Authorization", $"Bearer {key}"));
        return response.StatusCode;
    }

    public static async Task ExecuteAsync(this TestHost host, string sql, params object[] values)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(this TestHost host, string sql, params object[] values)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Asks until the answer is this one, for 5 seconds.</summary>
    public static async Task<bool> BecomesAsync(this TestHost host, string key, HttpStatusCode wanted)
    {
        for (var i = 0; i < 50; i++)
        {
            if (await host.UseAsync(key) == wanted) return true;
            await Task.Delay(100);
        }

        return false;
    }
}
