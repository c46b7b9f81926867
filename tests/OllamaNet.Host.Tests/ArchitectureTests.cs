using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Data;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

public class ArchitectureTests
{
    private static readonly string[] Roles = ["Admin", "Auth", "Chat", "Catalog", "Inference"];

    public static TheoryData<string> RoleNames => [.. Roles];

    [Theory, MemberData(nameof(RoleNames))]
    public void A_role_references_no_other_role(string role)
    {
        var references = Assembly.Load($"OllamaNet.{role}").GetReferencedAssemblies().Select(reference => reference.Name).ToArray();

        Assert.DoesNotContain(Roles.Where(other => other != role), other => references.Contains($"OllamaNet.{other}", StringComparer.Ordinal));
        Assert.DoesNotContain("OllamaNet.Gateway", references, StringComparer.Ordinal);
        Assert.DoesNotContain("ollamanet", references, StringComparer.Ordinal);
    }

    [Fact]
    public void The_table_of_roles_names_all_of_them() =>
        Assert.Equal(Roles.Order(StringComparer.OrdinalIgnoreCase), Role.All.Select(role => role.Name).Order(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Contracts_stand_on_nothing() =>
        Assert.DoesNotContain(Assembly.Load("OllamaNet.Contracts").GetReferencedAssemblies(), reference => reference.Name!.StartsWith("OllamaNet", StringComparison.Ordinal));

    [Fact]
    public async Task No_model_is_ahead_of_its_migrations()
    {
        await using var host = await TestHost.StartAsync();
        var modules = host.Services.GetServices<ModuleDbRegistration>().ToArray();

        Assert.NotEmpty(modules);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(modules, module => Assert.False(((DbContext)scope.ServiceProvider.GetRequiredService(module.ContextType)).Database.HasPendingModelChanges(), $"Run: dotnet ef migrations add … for {module.ContextType.Name}"));
        Assert.Equal(modules.Length, modules.Select(module => module.Schema).Distinct(StringComparer.Ordinal).Count());
    }
}
