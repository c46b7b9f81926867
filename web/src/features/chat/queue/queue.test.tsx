import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { show, signInAs, stubServer } from "@/test/server";
import { drafts } from "../drafts";
import { type QueuedQuestion, queueQuery } from "./api";
import QueuePanel from "./queue-panel";
import { useQueue } from "./use-queue";

beforeEach(() => signInAs("User"));

const Asking = ({ id }: { id: string }) => {
  const { enqueue } = useQueue(id);
  const ask = (message: string) => enqueue({ message, files: [], model: null });
  return (
    <button type="button" onClick={() => ["first", "second"].forEach(ask)}>
      Ask
    </button>
  );
};

it("gives every question that was refused back to its conversation, whatever is open by then", async () => {
  stubServer({ "POST /conversations/c1/queue": () => ({ status: 503, body: { detail: "Not now." } }) });
  const page = show(<Asking id="c1" />);

  fireEvent.click(screen.getByRole("button"));
  page.unmount();

  await waitFor(() => expect(drafts.get("c1").split("\n\n").toSorted()).toEqual(["first", "second"]));
});

it("gives what is written over a waiting question to the composer when that question is taken", async () => {
  const client = new QueryClient();
  const question: QueuedQuestion = {
    id: "w1",
    parts: [{ type: "text", text: "old words" }],
    model: null,
    problem: null,
    createdAt: "2026-11-21T09:00:00Z",
  };
  const panel = (questions: QueuedQuestion[]) => {
    client.setQueryData(queueQuery("c2").queryKey, { items: questions });
    return (
      <QueryClientProvider client={client}>
        <QueuePanel id="c2" questions={questions} />
      </QueryClientProvider>
    );
  };
  const page = render(panel([question]));
  fireEvent.click(screen.getByRole("button", { name: "Edit message" }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "new words" } });

  page.rerender(panel([]));

  expect(drafts.get("c2")).toBe("new words");
});
