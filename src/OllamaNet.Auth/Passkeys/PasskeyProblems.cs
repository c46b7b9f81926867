using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Passkeys;

/// <summary>What every place says that asks for a passkey.</summary>
internal static class PasskeyProblems
{
    /// <summary>The same for whatever is wrong: not whether there is such a passkey, nor whose it is.</summary>
    public static ProblemHttpResult Refused() => Problems.Unauthorized("passkey-refused", "This passkey was not accepted. Try again, or log in with your password.");

    /// <summary>For who is logged in: 401 would end the session.</summary>
    public static ProblemHttpResult NotProven() => Problems.BadRequest("passkey-refused", "This passkey was not accepted. Try again, or log in with your password.");

    public static ProblemHttpResult NotAdded() => Problems.BadRequest("passkey-not-added", "The passkey could not be added. Try again; one that is registered already is not added twice.");

    /// <summary>Browsers make and use passkeys for names only.</summary>
    public static ProblemHttpResult? AddressFault(HttpRequest request) => IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out _)
        ? Problems.Conflict("passkeys-need-a-name", "Passkeys belong to a name, not to an IP address. Open this server by its name; on the same machine that is http://localhost.") : null;
}
