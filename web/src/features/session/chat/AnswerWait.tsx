import { useEffect, useState } from 'react'

const NAME_AFTER_S = 2

/** Before the first word. After two seconds it says who is asked and for how long. */
export function AnswerWait({ author }: { author: string }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds((held) => held + 1), 1_000)
    return () => window.clearInterval(timer)
  }, [])
  return (
    <p className="late text-fg3 tabular-nums">
      {seconds < NAME_AFTER_S ? 'Writing' : `Waiting for ${nameOf(author)}, ${seconds} s`}
    </p>
  )
}

/** The embedded one is no name; what somebody called a model is. */
const nameOf = (author: string) => (author.endsWith(' assistant') ? `the ${author.charAt(0).toLowerCase()}${author.slice(1)}` : author)
