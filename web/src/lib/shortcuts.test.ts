import { expect, it } from "vitest";
import { shortcutOf } from "./shortcuts";

const press = (key: string, init: KeyboardEventInit = {}) => shortcutOf(new KeyboardEvent("keydown", { key, ...init }));

it("knows its keys, on a Mac too", () => {
  expect(press("O", { ctrlKey: true, shiftKey: true })).toBe("new");
  expect(press("o", { metaKey: true, shiftKey: true })).toBe("new");
  expect(press("/", { ctrlKey: true, shiftKey: true })).toBe("help");
  expect(press("ArrowLeft", { altKey: true, shiftKey: true })).toBe("previous");
  expect(press("ArrowRight", { shiftKey: true })).toBeNull();
  expect(press("Escape")).toBe("stop");
  expect(press("Escape", { shiftKey: true })).toBe("focus");
});

it("opens the list with ?, but where something is typed it is a question mark", () => {
  const of = (html: string, init: KeyboardEventInit = {}) => {
    document.body.innerHTML = html;
    let action: unknown;
    document.body.addEventListener("keydown", (event) => (action = shortcutOf(event)), { once: true });
    document.body.firstElementChild?.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true, ...init }));
    return action;
  };
  expect(of("<button>x</button>", { shiftKey: true })).toBe("help");
  expect(of("<button>x</button>")).toBe("help");
  expect(of("<button>x</button>", { ctrlKey: true })).toBeNull();
  for (const field of ["<input>", "<textarea></textarea>", "<div role=listbox></div>"]) expect(of(field)).toBeNull();
});

it("leaves other keys to the browser", () => {
  expect([press("o", { ctrlKey: true }), press("b"), press("Enter"), press("/")]).toEqual([null, null, null, null]);
});
