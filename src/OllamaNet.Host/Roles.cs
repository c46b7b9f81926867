using OllamaNet.Admin;
using OllamaNet.Auth;
using OllamaNet.Catalog;
using OllamaNet.Chat;
using OllamaNet.Inference;

namespace OllamaNet.Host;

/// <summary>A service of the platform: what it serves, what it registers, what it maps.</summary>
internal sealed record Role(string Name, string[] Paths, Action<IHostApplicationBuilder> Add, Action<IEndpointRouteBuilder> Map)
{
    /// <summary>What tools that speak Ollama's API call.</summary>
    private static readonly string[] OllamaPaths =
    [
        "/api/version", "/api/tags", "/api/show", "/api/ps", "/api/chat", "/api/generate", "/api/embed", "/api/embeddings",
        "/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/blobs",
    ];

    public static readonly Role[] All =
    [
        new("auth", ["/api/v1/auth", "/api/v1/me", "/api/v1/keys", "/api/v1/admin/keys", "/api/v1/admin/users", "/api/v1/admin/roles", "/api/v1/admin/groups", "/api/v1/grantees", "/api/v1/admin/invitations", "/.well-known"], b => b.AddAuth(), r => r.MapAuth()),
        new("chat",
            [
                "/api/v1/conversations", "/api/chats", "/api/v1/folders", "/api/v1/tags", "/api/v1/notes", "/api/v1/feedback", "/api/v1/admin/feedback",
                "/api/v1/presets", "/api/v1/search", "/api/v1/shares", "/api/v1/shared", "/api/v1/trash", "/api/v1/exports", "/api/v1/imports",
                "/api/v1/attachments", "/api/v1/events",
            ],
            b => b.AddChat(), r => r.MapChat()),
        new("catalog", ["/api/v1/models", "/api/v1/admin/models", "/api/v1/admin/tags"], b => b.AddCatalog(), r => r.MapCatalog()),
        new("inference",
            [
                "/v1", .. OllamaPaths,
                "/api/v1/usage", "/api/v1/admin/usage", "/api/v1/admin/limits",
                "/api/v1/nodes", "/api/v1/admin/nodes", "/api/v1/admin/jobs", "/api/v1/admin/installed-models",
                "/api/v1/admin/model-aliases", "/api/v1/admin/model-policies", "/api/v1/admin/model-grants", "/api/v1/admin/user-policies", "/api/v1/me/inference",
            ],
            b => b.AddInference(), r => r.MapInference()),
        new("admin", ["/api/v1/admin/audit", "/api/v1/admin/settings", "/api/v1/banner"], b => b.AddAdmin(), r => r.MapAdmin()),
    ];
}
