import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { drawDiagram } from "./draw-diagram";

const tick = () => new Promise((resolve) => setTimeout(resolve));

it("believes its frame alone, which is sandboxed", async () => {
  const frame = { postMessage: vi.fn() };
  // What the frame loads is of no concern here, and there is no server to load it from.
  let element: Element | undefined;
  vi.spyOn(document.body, "append").mockImplementation((one) => {
    element = one as Element;
  });
  vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockReturnValue(frame as unknown as Window);
  const say = (data: unknown, source: unknown = frame) => {
    dispatchEvent(new MessageEvent("message", { data, source: source as Window }));
    return tick();
  };
  const drawn = vi.fn();
  const done = drawDiagram("graph TD", true).then(drawn);

  expect(element?.getAttribute("sandbox")).toBe("allow-scripts");
  await say({ ready: true }, window);
  for (const other of [null, "ready", { ready: "yes" }, { id: 0, svg: "<svg/>" }]) await say(other);
  expect(frame.postMessage).not.toHaveBeenCalled();

  await say({ ready: true });
  expect(frame.postMessage).toHaveBeenCalledExactlyOnceWith({ id: 0, source: "graph TD", dark: true }, "*");
  await say({ id: 0, svg: "<svg>forged</svg>" }, window);
  for (const other of [null, "0", { id: 1, svg: "<svg>another</svg>" }, { id: "0", svg: "<svg/>" }]) await say(other);
  expect(drawn).not.toHaveBeenCalled();

  await say({ id: 0, svg: "<svg>drawn</svg>" });
  await done;
  expect(drawn).toHaveBeenCalledExactlyOnceWith("<svg>drawn</svg>");

  const odd = expect(drawDiagram("graph LR", false)).rejects.toThrow("odd");
  await tick();
  await say({ id: 1, svg: { toString: () => "<svg/>" }, error: "odd" });
  await odd;
});

it("draws for the page around the frame alone", async () => {
  const parent = { postMessage: vi.fn() };
  const mermaid = { initialize: vi.fn(), render: vi.fn(async () => ({ svg: "<svg/>" })) };
  let hear: (event: { data: unknown; source: unknown }) => unknown = () => {};
  runInNewContext(readFileSync("public/diagram/draw.js", "utf8"), {
    parent,
    mermaid,
    addEventListener: (_: string, listener: typeof hear) => (hear = listener),
  });
  expect(parent.postMessage).toHaveBeenCalledExactlyOnceWith({ ready: true }, "*");
  parent.postMessage.mockClear();

  await hear({ data: { id: 0, source: "graph TD" }, source: {} });
  for (const other of [null, "graph TD", { id: 0 }, { id: 0, source: {} }]) await hear({ data: other, source: parent });
  expect(mermaid.render).not.toHaveBeenCalled();
  expect(parent.postMessage).not.toHaveBeenCalled();

  await hear({ data: { id: 0, source: "graph TD" }, source: parent });
  expect(mermaid.initialize).toHaveBeenCalledWith(expect.objectContaining({ securityLevel: "strict" }));
  expect(parent.postMessage).toHaveBeenCalledExactlyOnceWith({ id: 0, svg: "<svg/>" }, "*");
});
