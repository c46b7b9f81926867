import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { text } from "@/texts/text";

const LENGTH = 12;

/** What a new password lacks before the server is asked. */
export const missing = (password: string) =>
  password.length >= LENGTH ? undefined : text.auth.passwordShort(LENGTH - password.length);

export function PasswordField(props: ComponentProps<typeof Field>) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      end={
        <IconButton
          label={shown ? text.auth.hidePassword : text.auth.showPassword}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      }
    />
  );
}
