#!/usr/bin/env python3
"""Asks a model through the engine of OllamaNet (standard library only).

    python3 ask.py model.gguf prompts.txt              # one prompt a line; turns of a chat are separated by " || "
    python3 ask.py model.gguf --valid data/valid.jsonl # share of held-out wordings that get exactly an allowed answer

The program is looked for in artifacts/bin/OllamaNet.Host/{release,debug}; OLLAMANET names another one.
"""
import glob, json, os, struct, subprocess, sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
LIBRARIES = glob.glob(os.path.join(ROOT, "native/node_modules/@node-llama-cpp/*/bins/*"))
PROGRAM = os.environ.get("OLLAMANET") or next(p for b in ("release", "debug") if os.path.exists(p := os.path.join(ROOT, "artifacts/bin/OllamaNet.Host", b, "ollamanet")))
CHAT, READY, TEXT, DONE, ERROR = 1, 10, 11, 12, 14


class Engine:
    """Speaks the frames of src/OllamaNet.Inference/Embedded/Protocol: length, kind, number of the request, content."""

    def __init__(self, model):
        self.process = subprocess.Popen([PROGRAM, "engine", LIBRARIES[0], os.path.abspath(model), "1024", "8", "64", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        while (frame := self.read())[0] != READY:
            if frame[0] == ERROR: raise SystemExit(frame[2].decode())

    def read(self):
        length, kind, request = struct.unpack("<iBi", self.process.stdout.read(9))
        return kind, request, self.process.stdout.read(length)

    def ask(self, turns, temperature=0.0):
        """turns: [(role, text), ...]; returns the answer and whether the model ended it by itself."""
        command = json.dumps({"Messages": [{"Role": r, "Content": t} for r, t in turns], "AnswerLimit": 160, "Context": 0, "Stop": [],
                              "Sampling": {"Temperature": temperature, "TopK": 40, "TopP": 0.9, "MinP": 0.05, "Seed": 42, "RepeatPenalty": 1.0}}).encode()
        self.process.stdin.write(struct.pack("<iBi", len(command), CHAT, 1) + command)
        self.process.stdin.flush()
        answer = b""
        while True:
            kind, _, content = self.read()
            if kind == TEXT: answer += content
            elif kind == DONE: return answer.decode(), json.loads(content).get("Finish", 0) == 0
            elif kind == ERROR: raise SystemExit(content.decode())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    engine = Engine(sys.argv[1])
    if sys.argv[2] == "--valid":
        chats = [json.loads(line) for line in open(sys.argv[3])]
        right = ended = 0
        for chat in chats:
            answer, by_itself = engine.ask(chat["m"][:-1])
            right += answer == chat["m"][-1][1] or answer in chat.get("ok", [])
            ended += by_itself
        print(f"exact {right} of {len(chats)}, ended by itself {ended}")
    else:
        for line in filter(None, open(sys.argv[2]).read().splitlines()):
            turns = [("user" if i % 2 == 0 else "assistant", t) for i, t in enumerate(line.split(" || "))]
            answer, _ = engine.ask(turns, float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
            print(f"> {line}", answer.replace("\n", "\\n"), sep="\n")
    engine.close()


main()
