// A real OpenID Connect provider for the tests of single sign-on: the package oidc-provider with its own pages to log in and consent, on a free port of this machine.
// Whoever logs in is who they say; POST /test/groups says which groups they are in.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const groups = new Map();

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name", "preferred_username"],
    groups: ["groups"],
  },
  scopes: ["openid", "email", "profile", "groups"],
  features: { registration: { enabled: true } },
  cookies: { keys: ["of the tests"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@example.net`,
      email_verified: true,
      name: `${id} of the provider`,
      preferred_username: id,
      groups: groups.get(id) ?? [],
    }),
  }),
});

const answer = provider.callback();
server.on("request", (request, response) => {
  if (request.method !== "POST" || request.url !== "/test/groups") return answer(request, response);
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    const { account, of } = JSON.parse(body);
    groups.set(account, of);
    response.end();
  });
});
console.log(`issuer ${issuer}`);
