/** Commands that an engineer should look at twice, and why. Read as text; nothing is ever run. */
const SIGNS: readonly [RegExp, string][] = [
  [/\b(Remove-Item|rm\s+-\w*[rf]|del\s+\/|rmdir|Clear-Content|Remove-\w+)\b/i, 'deletes'],
  [/\b(Format-Volume|Clear-Disk|diskpart|mkfs)\b/i, 'wipes a disk'],
  [/\b(Restart-Computer|Stop-Computer|shutdown|reboot)\b/i, 'restarts a machine'],
  [/\b(Restart-Service|Stop-Service|net\s+stop|sc(\.exe)?\s+stop)\b/i, 'stops a service'],
  [/\b(Get-AD\w+\s+-Filter\s+\*|-ComputerName\s+\(|foreach.+Invoke-Command)/i, 'touches many machines or accounts'],
]

export const findDangers = (script: string): string[] => SIGNS.filter(([sign]) => sign.test(script)).map(([, why]) => why)
