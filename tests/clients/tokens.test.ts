import { createHmac } from "node:crypto";
import { type JSONWebKeySet, type JWK, type JWTPayload, SignJWT, UnsecuredJWT, calculateJwkThumbprint, createLocalJWKSet, createRemoteJWKSet, decodeJwt, generateKeyPair, jwtVerify } from "jose";
import { beforeAll, describe, expect, inject, test } from "vitest";

const url = inject("url");
const expected = { issuer: "ollamanet", audience: "ollamanet", typ: "at+jwt", algorithms: ["ES256"] };

let token = "";
let userId = "";
let jwks: JSONWebKeySet;
let kid = "";

beforeAll(async () => {
  const userName = `jose-${crypto.randomUUID().slice(0, 8)}`;
  const response = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userName, email: `${userName}@example.org`, password: "correct horse battery staple" }),
  });
  expect(response.status).toBe(201);
  const body = (await response.json()) as { accessToken: string; user: { id: string } };
  token = body.accessToken;
  userId = body.user.id;
  jwks = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  kid = decodeHeader(token).kid as string;
});

describe("what the server issues", () => {
  test("verifies with the keys it publishes", async () => {
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`)), expected);

    expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid });
    expect(payload.sub).toBe(userId);
    expect(payload.sid).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.ver).toBe(1);
    expect(payload.roles).toContain("User");
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
  });

  test("names each key by its thumbprint and keeps the private half", async () => {
    for (const key of jwks.keys) {
      expect(key.kid).toBe(await calculateJwkThumbprint(key));
      expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }
  });

  test("is refused by jose when a bit of it is changed", async () => {
    const [header, payload, signature] = token.split(".") as [string, string, string];
    const raised = encode({ ...decodeJwt(token), roles: ["Admin"] });

    await expect(jwtVerify(`${header}.${raised}.${signature}`, createLocalJWKSet(jwks), expected)).rejects.toThrow("signature verification failed");
    await expect(jwtVerify(`${header}.${payload}.${signature}`, createLocalJWKSet(jwks), expected)).resolves.toBeDefined();
  });
});

describe("what the server refuses", () => {
  test("nothing forged opens the door that the real token opens", async () => {
    expect(await me(token)).toBe(200);
    expect(await me("")).toBe(401);
  });

  test("alg none", async () => {
    expect(await me(new UnsecuredJWT(claims()).encode())).toBe(401);
    expect(await me(`${encode({ alg: "none", typ: "at+jwt", kid })}.${encode(claims())}.`)).toBe(401);
  });

  test("HS256 with the public key as the secret", async () => {
    const key = jwks.keys[0] as JWK;
    for (const secret of [JSON.stringify(key), JSON.stringify(jwks), Buffer.from(key.x ?? "", "base64url"), Buffer.from(`${key.x}${key.y}`, "base64url")]) {
      const signed = `${encode({ alg: "HS256", typ: "at+jwt", kid })}.${encode(claims())}`;
      expect(await me(`${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`)).toBe(401);
    }
    expect(await me(await new SignJWT(claims()).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid }).sign(Buffer.from(JSON.stringify(key))))).toBe(401);
  });

  test("another key, whatever it calls itself", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const own = await crypto.subtle.exportKey("jwk", publicKey as CryptoKey);
    const sign = (header: Record<string, unknown>, payload: JWTPayload = claims()) =>
      new SignJWT(payload).setProtectedHeader({ alg: "ES256", typ: "at+jwt", ...header }).sign(privateKey);

    expect(await me(await sign({ kid }))).toBe(401);
    expect(await me(await sign({ kid: "mine" }))).toBe(401);
    expect(await me(await sign({}))).toBe(401);
    expect(await me(await sign({ kid, jwk: own }))).toBe(401);
    expect(await me(await sign({ kid, jku: `${url}/.well-known/jwks.json` }))).toBe(401);
    expect(await me(await sign({ kid, typ: "JWT" }))).toBe(401);
    expect(await me(await sign({ kid }, { ...claims(), iss: "https://elsewhere.example" }))).toBe(401);
    expect(await me(await sign({ kid }, { ...claims(), aud: "elsewhere" }))).toBe(401);
    expect(await me(await sign({ kid }, { ...claims(), exp: 1 }))).toBe(401);
  });

  test("another algorithm of another key", async () => {
    for (const alg of ["RS256", "PS256", "EdDSA", "ES384"]) {
      const { privateKey } = await generateKeyPair(alg);
      expect(await me(await new SignJWT(claims()).setProtectedHeader({ alg, typ: "at+jwt", kid }).sign(privateKey))).toBe(401);
    }
  });

  test("the real token with another payload, header or signature", async () => {
    const [header, payload, signature] = token.split(".") as [string, string, string];

    expect(await me(`${header}.${encode({ ...decodeJwt(token), roles: ["Owner"] })}.${signature}`)).toBe(401);
    expect(await me(`${header}.${encode({ ...decodeJwt(token), exp: 4102444800 })}.${signature}`)).toBe(401);
    expect(await me(`${header}.${encode({ ...decodeJwt(token), aud: "elsewhere" })}.${signature}`)).toBe(401);
    expect(await me(`${encode({ ...decodeHeader(token), typ: "JWT" })}.${payload}.${signature}`)).toBe(401);
    expect(await me(`${encode({ ...decodeHeader(token), kid: "nobody" })}.${payload}.${signature}`)).toBe(401);
    expect(await me(`${header}.${payload}.${"A".repeat(86)}`)).toBe(401);
    expect(await me(`${header}.${payload}.${signature}=`)).toBe(401);
    expect(await me(`${header}.${payload}.${signature}.${signature}`)).toBe(401);
    expect(await me(`${header}.${payload}.`)).toBe(401);
  });

  test("with a problem that says what to do", async () => {
    const response = await fetch(`${url}/api/v1/me`, { headers: { authorization: "Bearer x.y.z" } });

    expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 401, code: "invalid-token", detail: expect.stringContaining("sign in") });
  });
});

function claims(): JWTPayload {
  return decodeJwt(token);
}

async function me(bearer: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${bearer}` } });
  await response.body?.cancel();
  return response.status;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decodeHeader(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()) as Record<string, unknown>;
}
