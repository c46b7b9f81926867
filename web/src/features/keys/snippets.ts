import { manage } from "@/texts/manage";

/** What to paste to use a key, by the tools that exist. Each begins where its own clients look. */
export const snippetsOf = (key: string, model: string, origin = location.origin) => [
  {
    label: manage.keys.openai,
    code: `export OPENAI_BASE_URL=${origin}/v1\nexport OPENAI_API_KEY=${key}`,
  },
  {
    label: manage.keys.anthropic,
    // The SDK adds /v1 itself.
    code: `export ANTHROPIC_BASE_URL=${origin}\nexport ANTHROPIC_API_KEY=${key}`,
  },
  {
    label: manage.keys.ollama,
    code: `${manage.keys.ollamaNote}\nexport OLLAMA_HOST=${origin}\nexport OLLAMA_API_KEY=${key}`,
  },
  {
    label: manage.keys.curl,
    code: `curl ${origin}/v1/chat/completions \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] }).replaceAll("'", "'\\''")}'`,
  },
];
