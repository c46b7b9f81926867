using System.Globalization;
using System.Text;
using OllamaNet.Platform.Security;

namespace OllamaNet.Host.Tests.Access;

/// <summary>What each route says of who may call it. The page of the docs shows it, and the walks hold the host to it.</summary>
internal static class AccessTable
{
    /// <summary>Routes whose callers are told apart by more than a permission.</summary>
    private static readonly Dictionary<string, Cells> Special = new(StringComparer.Ordinal)
    {
        ["GET /metrics"] = new(Anyone: false, User: false, Admin: true, Key: "no; the metrics token"),
        ["POST /api/v1/nodes/announce"] = new(Anyone: false, User: false, Admin: false, Key: "no; a join token"),
        ["POST /api/push"] = new(Anyone: false, User: false, Admin: false, Key: "no"),
    };

    public static Cells Of(Route route)
    {
        if (Special.TryGetValue(route.ToString(), out var cells)) return cells;
        if (route.IsPublic) return new(Anyone: true, User: true, Admin: true, Key: "not needed");
        return new(
            Anyone: false,
            User: route.Permissions.All(p => Permissions.OfUser.Contains(p, StringComparer.Ordinal)),
            Admin: true,
            Key: route.Permissions.Length == 0 || route.RefusesKeys ? "no" : string.Join(" and ", route.Permissions.Select(p => $"`{p}`")));
    }

    public static string Page(IEnumerable<Route> routes)
    {
        var page = new StringBuilder("""
            # Who may call what

            Written from the endpoints in the code, and every cell is called by the tests. *Anyone*: without signing in. *Key*: the scopes an API key needs; its
            owner must hold the permission too. Whoever may call an endpoint still sees their own things alone: what belongs to others answers 404, to
            administrators as well. Accounts that are disabled, and keys and sessions that were ended, are refused within five seconds.

            | endpoint | anyone | user | administrator | key |
            |---|---|---|---|---|

            """);
        foreach (var route in routes.OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal))
        {
            var cells = Of(route);
            page.Append(CultureInfo.InvariantCulture, $"| `{route}` | {Word(cells.Anyone)} | {Word(cells.User)} | {Word(cells.Admin)} | {cells.Key} |\n");
        }

        return page.ToString();
    }

    private static string Word(bool may) => may ? "yes" : "–";
}

/// <param name="Key">What a key needs, in words.</param>
internal sealed record Cells(bool Anyone, bool User, bool Admin, string Key);
