import { markWords } from './marking'

/** The words that were searched for, marked without a colour: each of them means something else. */
export function Marked({ text, query }: { text: string; query: string }) {
  return markWords(text, query).map((piece, index) =>
    piece.marked ? (
      <mark key={index} className="bg-transparent font-semibold text-fg underline decoration-ctl decoration-2 underline-offset-3">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
