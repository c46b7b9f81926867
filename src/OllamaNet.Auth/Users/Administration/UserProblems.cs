using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Users.Administration;

internal static class UserProblems
{
    public static ProblemHttpResult NotForKeys() => Problems.Forbidden("key-not-allowed", "API keys are not for this. Sign in, and send the access token.");
}
