import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { percent } from '@/lib/percent'
import { Markdown } from './Markdown'
import { hostOf, splitBlocks } from './markdown-blocks'

describe('Markdown', () => {
  it('shows raw HTML as nothing that runs or styles', () => {
    const { container } = render(<Markdown text={'Hi <script>alert(1)</script><b onclick="x()">bold</b> <iframe src="//e">'} />)
    expect(container.querySelector('script, iframe, b, [onclick]')).toBeNull()
  })

  it.each(['<b>Outlook</b> hangs', 'before\n\n<add key="mode" value="1"/>\n\nafter', '- <script>alert(1)</script>'])(
    'shows HTML as it was written: %s',
    (text) => {
      const { container } = render(<Markdown text={text} />)
      const written = /<[^\n]+>/.exec(text)?.[0]
      expect(container.textContent).toContain(written)
      expect(container.querySelector('b, script, add')).toBeNull()
    },
  )

  it('never loads a remote image: it is a link that names its host', () => {
    const { container } = render(<Markdown text="![screen](https://evil.example/p.png)" />)
    expect(container.querySelector('img')).toBeNull()
    const link = screen.getByRole('link', { name: /screen.*evil\.example/ })
    expect(link).toHaveAttribute('rel', expect.stringContaining('noopener'))
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '/api/v1/auth/logout'])('makes no link of %s', (href) => {
    render(<Markdown text={`[click](${href})`} />)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText('click')).toBeInTheDocument()
  })

  it('breaks no line between a number and its per cent sign', () => {
    const { container } = render(<Markdown text={'The **cause** (23 %), 5 % of `9 %`'} />)
    expect(container.textContent).toBe('The cause (23\u00a0%), 5\u00a0% of 9 %')
    expect(percent(0.234)).toBe('23\u00a0%')
  })

  it('copies the code alone, without the fences', async () => {
    const user = userEvent.setup()
    render(<Markdown text={'Run this:\n\n```powershell\nGet-Service Spooler\n  | Format-List\n```'} />)
    expect(screen.getByText('powershell')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await navigator.clipboard.readText()).toBe('Get-Service Spooler\n  | Format-List')
    expect(screen.getByRole('button', { name: 'Copied' })).toBeInTheDocument()
  })

  it('shows the same while streaming as at the end', () => {
    const text = 'One\n\n- a\n\n- b\n\n```\nx\n\ny\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd'
    const whole = render(<Markdown text={text} />).container.textContent
    const streamed = render(<Markdown text={text} streaming />).container.textContent
    expect(streamed?.replace(/\s/g, '')).toBe(whole?.replace(/\s/g, ''))
  })
})

describe('splitBlocks', () => {
  it.each([
    ['paragraphs', 'a\n\nb', ['a', 'b']],
    ['a fence with blank lines', '```\na\n\nb\n```\n\nc', ['```\na\n\nb\n```', 'c']],
    ['a longer fence around a shorter one', '````\n```\n\n````\n\nc', ['````\n```\n\n````', 'c']],
    ['a loose list', '1. a\n\n2. b\n\nc', ['1. a\n\n2. b', 'c']],
    ['an open fence', 'a\n\n```\nb\n\nc', ['a', '```\nb\n\nc']],
    ['nothing', '', ['']],
  ])('keeps %s whole', (_, text, blocks) => {
    expect(splitBlocks(text)).toEqual(blocks)
  })

  it('never changes a finished block when text is appended', () => {
    const text = 'One\n\nTwo `x`\n\n- a\n  b\n\nThree\n\n~~~\nq\n\n~~~\n\nFour'
    for (let end = 1; end < text.length; end += 1) {
      const before = splitBlocks(text.slice(0, end)).slice(0, -1)
      expect(splitBlocks(text).slice(0, before.length)).toEqual(before)
    }
  })
})

describe('hostOf', () => {
  it.each([
    ['https://docs.example.com/x', 'docs.example.com'],
    ['http://10.0.0.1:8080', '10.0.0.1:8080'],
    ['mailto:it@example.com', 'it@example.com'],
    ['javascript:alert(1)', undefined],
    ['relative', undefined],
  ])('%s → %s', (href, host) => {
    expect(hostOf(href)).toBe(host)
  })
})
