// Draws Mermaid sources for the page around this frame. The frame is sandboxed: no origin, no network, no storage.
const settings = {
  startOnLoad: false,
  securityLevel: "strict",
  htmlLabels: false,
  flowchart: { htmlLabels: false },
  // What a source may not change about itself.
  secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "htmlLabels", "flowchart", "themeCSS"],
};
let count = 0;

addEventListener("message", async ({ data, source }) => {
  if (source !== parent || typeof data?.source !== "string") return;
  try {
    mermaid.initialize({ ...settings, theme: data.dark ? "dark" : "neutral" });
    const { svg } = await mermaid.render(`diagram-${count++}`, data.source);
    parent.postMessage({ id: data.id, svg }, "*");
  } catch (error) {
    parent.postMessage({ id: data.id, error: String(error?.message ?? error) }, "*");
  }
});
parent.postMessage({ ready: true }, "*");
