import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import type { ApiError } from "@/lib/api-error";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { text } from "@/texts/text";
import { Button } from "./button";
import { Notice } from "./notice";

type Props = {
  onSubmit: () => void;
  onCancel: () => void;
  submit: string;
  /** What it does cannot be undone, or not by itself. */
  danger?: boolean;
  busy: boolean;
  problem: ApiError | null;
  /** Beside the buttons, such as a test. */
  extra?: ReactNode;
  children: ReactNode;
};

/** A form in a dialog: its fields, what went wrong, and the way out. */
export function Form({ onSubmit, onCancel, submit, danger = false, busy, problem, extra, children }: Props) {
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem) toFirstWrong(form.current);
  }, [problem]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
    toFirstWrong(form.current);
  };
  return (
    <form ref={form} noValidate onSubmit={send} className="space-y-5">
      {children}
      {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {extra && <div className="me-auto">{extra}</div>}
        <Button variant="outline" onClick={onCancel}>
          {text.app.cancel}
        </Button>
        <Button type="submit" variant={danger ? "danger" : "primary"} disabled={busy || wait > 0}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** Whoever sent it is taken to the first wrong field, be it found here or by the server. */
const toFirstWrong = (form: HTMLFormElement | null) =>
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid=true], [data-wrong] input")?.focus());
