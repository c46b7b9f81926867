const PATIENCE = 10_000;
/** Characters; a larger source is shown as the text it is. */
export const MAX_SOURCE = 50_000;

type Answer = { id?: number; svg?: string; error?: string; ready?: true };
let frame: Promise<Window> | undefined;
let count = 0;

/**
 * Draws a Mermaid source in a sandboxed frame without origin or network; what comes back is only ever shown as an image,
 * which runs no script and loads nothing.
 */
export async function drawDiagram(source: string, dark: boolean): Promise<string> {
  frame ??= openFrame();
  const target = await frame;
  const id = count++;
  const { svg, error } = await answerOf(target, (answer) => answer.id === id, { id, source, dark });
  if (typeof svg !== "string") throw new Error(error);
  return svg;
}

async function openFrame(): Promise<Window> {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.title = "";
  element.ariaHidden = "true";
  element.tabIndex = -1;
  // Far away rather than hidden: what is not laid out cannot be measured.
  element.className = "pointer-events-none fixed -start-[9999px] top-0 h-200 w-300 border-0";
  element.src = "/diagram/index.html";
  document.body.append(element);
  try {
    await answerOf(element.contentWindow as Window, (answer) => answer.ready === true);
  } catch (error) {
    element.remove();
    frame = undefined;
    throw error;
  }
  return element.contentWindow as Window;
}

function answerOf(from: Window, isIt: (answer: Answer) => boolean, question?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("message", listen);
    };
    const listen = ({ data, source }: MessageEvent<Answer>) => {
      if (source !== from || !data || !isIt(data)) return;
      stop();
      resolve(data);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error("timeout"));
    }, PATIENCE);
    addEventListener("message", listen);
    if (question) from.postMessage(question, "*");
  });
}
