import { type FormEvent, useRef, useState } from "react";
import { ApiError } from "@/lib/api-error";

type Values = Record<string, string>;
type Errors = Record<string, string | undefined>;

/** A small form: values and errors by field name, the first wrong field gets the focus. */
export function useAuthForm(check: (values: Values) => Errors, submit: (values: Values) => Promise<void>) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const show = (found: Errors) => {
    setErrors(found);
    const first = Object.keys(found).find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    return !first;
  };
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, `${value}`]),
    );
    setProblem(null);
    if (busy || !show(check(values))) return;
    setBusy(true);
    try {
      await submit(values);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const fields = Object.entries(error.fieldErrors).map(([name, messages]) => [name, messages.join(" ")]);
      const known = fields.filter(([name]) => form.current?.querySelector(`[name="${name}"]`));
      show(Object.fromEntries(known) as Errors);
      if (known.length === 0) setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { form, errors, problem, busy, onSubmit: (event: FormEvent<HTMLFormElement>) => void onSubmit(event) };
}
