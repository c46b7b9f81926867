import { useEffect, useState } from "react";
import { Field } from "./field";

const PAUSE = 300;

type Props = {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  placeholder?: string;
  className?: string;
};

/** What is typed is asked for at a pause: each letter would be a page of its own. */
export function Typed({ value, onChange, ...props }: Props) {
  const [typed, setTyped] = useState(value ?? "");
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setTyped(value ?? "");
  }
  useEffect(() => {
    if (typed === (value ?? "")) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return <Field {...props} maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />;
}
