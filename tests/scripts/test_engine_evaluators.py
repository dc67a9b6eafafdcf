"""Text that is itself run as code takes only what is harmless in any language, wherever its interpreter stands."""

import subprocess
import sys
from pathlib import Path

import pytest

from resolvent.scripts.syntax import Language
from tests.scripts.filling import fill, refusal
from tests.scripts.hostile import render_or_refuse
from tests.scripts.readers import bash

POWERSHELL, BASH, CMD, PYTHON = Language
HARMFUL = ["a; touch pwned", "a' ; touch pwned; '", 'a"; touch pwned; "', "$(touch pwned)", "a[$(touch pwned)]"]
FOR_CMD = ["a;touch pwned", "a';touch pwned;'", "$(touch pwned)", "a[$(touch pwned)]"]
RUN = {
    BASH: [
        'ssh host "ls {{ x }}"',
        "sudo bash -c 'ls {{ x }}'",
        "bash <<EOF\nls '{{ x }}'\nEOF",
        "bash <<< 'ls {{ x }}'",
        "echo 'ls {{ x }}' | sudo bash",
        "python3 -c 'print(\"{{ x }}\")'",
        "[[ {{ x }} -eq 5 ]]",
        '[[ "{{ x }}" -gt 5 ]]',
        "declare -i n={{ x }}",
        'declare "{{ x }}=1"',
        "unset '{{ x }}'",
        "awk '{ print \"{{ x }}\" }' f",
        "timeout 5 bash -c 'ls {{ x }}'",
        "LANG=C bash -c 'ls {{ x }}'",
        "env X=1 bash -c 'ls {{ x }}'",
        "nice -n 5 bash -c 'ls {{ x }}'",
        "setsid bash -c 'ls {{ x }}'",
        "find . -exec sh -c 'ls {{ x }}' \\;",
        "echo a | xargs -I@ sh -c 'ls {{ x }}'",
        "echo {{ x }} | xargs -I@ sh -c 'ls @'",
        "echo {{ x }} | xargs -I@ python3 -c 'print(\"@\")'",
        "bash -c -- 'ls {{ x }}'",
        "bash -c -o pipefail 'ls {{ x }}'",
        "bash -cx 'ls {{ x }}'",
        "bash -c 'ls '\\''{{ x }}'\\'''",
        '$SHELL -c "ls {{ x }}"',
        '"${SHELL}" -lc "ls {{ x }}"',
        "/usr/bin/env /bin/bash -c 'ls {{ x }}'",
        "bash <(echo 'ls {{ x }}')",
        "bash -x < <(echo 'ls {{ x }}')",
        "source <(echo 'ls {{ x }}')",
        ". <(echo 'ls {{ x }}')",
        "echo 'ls {{ x }}' | env bash",
        "echo 'ls {{ x }}' | sudo -u root bash",
        "echo 'ls {{ x }}' | cat | docker exec -i c sh",
        "{ echo 'ls {{ x }}'; } > >(bash)",
        "echo '* * * * * ls {{ x }}' | crontab -",
        "cat <<EOF | bash\nls {{ x }}\nEOF",
        "ssh host sudo sh -s <<'EOF'\nls {{ x }}\nEOF",
        "test -v '{{ x }}'",
        "[ -v '{{ x }}' ]",
        "printf -v '{{ x }}' a",
        "mapfile -C 'f {{ x }}' -c 1 a",
        "trap 'rm {{ x }}' EXIT",
        "sudo -u X bash -c 'ls {{ x }}'",
        "sudo -u postgres psql -c \"SELECT '{{ x }}'\"",
        "psql --command=\"SELECT '{{ x }}'\"",
        "psql -c 'SELECT 1' -c \"SELECT '{{ x }}'\"",
        "mysql --execute=\"SELECT '{{ x }}'\"",
        "mysql -e\"SELECT '{{ x }}'\" db",
        "docker exec -it c sh -c 'ls {{ x }}'",
        "kubectl exec pod -- sh -c 'ls {{ x }}'",
        "sshpass -p pw ssh host 'ls {{ x }}'",
        "su --command='ls {{ x }}' user",
        "su - user -c 'ls {{ x }}'",
        "su j.doe -c 'ls {{ x }}'",
        "az vm run-command invoke --scripts 'ls {{ x }}'",
        "mongosh --eval 'f(\"{{ x }}\")'",
        "sed 's/a/{{ x }}/' f",
        "bash -c \"$(printf 'ls %s' {{ x }})\"",
    ],
    POWERSHELL: [
        'Invoke-Expression "Get-Item {{ x }}"',
        '"Get-Item {{ x }}" | iex',
        "powershell.exe -NoProfile -Command \"Get-Item '{{ x }}'\"",
        "powershell.exe -Command \"'{0}' -f '{{ x }}'\"",
        '[scriptblock]::Create("Get-Item {{ x }}")',
        'cmd.exe /c "dir {{ x }}"',
        "Start-Process powershell.exe -ArgumentList \"-Command ls '{{ x }}'\"",
        "Invoke-Sqlcmd -Query \"SELECT '{{ x }}'\"",
        '& $env:ComSpec /c "dir {{ x }}"',
        '& "$env:ComSpec" /c "dir {{ x }}"',
        "& C:\\Windows\\System32\\cmd.exe /c 'dir {{ x }}'",
        "[System.Diagnostics.Process]::Start('cmd', '/c dir {{ x }}')",
        'Start-Process cmd -ArgumentList "/c dir {{ x }}"',
        "Start-Process -ArgumentList '/c dir {{ x }}' -FilePath cmd.exe",
        '[powershell]::Create().AddScript("Get-Item {{ x }}").Invoke()',
        '(New-Object -ComObject WScript.Shell).Run("cmd /c (dir) {{ x }}")',
        'wmic process call create "cmd /c dir {{ x }}"',
        "schtasks /create /tn a /tr 'tool {{ x }}'",
        "Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{CommandLine = 'cmd /c dir {{ x }}'}",
        "New-ScheduledTaskAction -Execute 'powershell.exe' -Argument '-Command ls {{ x }}'",
        "kubectl exec pod -- sh -c 'ls {{ x }}'",
        "psql --command='SELECT {{ x }}'",
        "'select disk {{ x }}' | diskpart",
        "Invoke-SSHCommand -SessionId 1 -Command 'ls {{ x }}'",
        "Invoke-VMScript -VM a -ScriptText 'ls {{ x }}'",
    ],
    CMD: [
        'powershell -Command "Get-Item {{ x }}"',
        "echo {{ x }} | powershell",
        'start "" powershell -Command "Get-Item {{ x }}"',
        'psexec \\\\host powershell -Command "Get-Item {{ x }}"',
        'wsl bash -c "ls {{ x }}"',
        "for /f %%i in ('powershell -Command \"ls {{ x }}\"') do echo %%i",
        'if exist a powershell -Command "Get-Item {{ x }}"',
    ],
    PYTHON: [
        "os.system('ls {{ x }}')",
        "os.popen(f'ls {{ x }}')",
        "subprocess.run('ls {{ x }}', shell=True)",
        "subprocess.run({{ x }}, shell=True)",
        "subprocess.run(['ls {{ x }}'], shell=True)",
        "subprocess.check_output('ls {{ x }}')",
        "run('ls ' + {{ x }}, shell=True)",
        "subprocess.run(['bash', '-c', 'ls {{ x }}'])",
        "subprocess.run(['bash', '-c', ' ls {{ x }}'])",
        "subprocess.Popen(args=['sudo', 'sh', '-c', 'ls {{ x }}'])",
        "client().exec_command('ls (a) {{ x }}')",
        "exec('a = \"{{ x }}\"')",
        "eval({{ x }})",
        "compile('a = {{ x }}', 'f', 'exec')",
    ],
}
CASES = [(language, body) for language, bodies in RUN.items() for body in bodies]


@pytest.mark.parametrize(("language", "body"), CASES)
def test_text_that_is_run_takes_only_harmless_values(language: Language, body: str) -> None:
    for value in FOR_CMD if language is CMD else HARMFUL:
        assert "another program runs" in refusal(language, body, x=value)
    assert "SRV01" in fill(language, body, x="SRV01")


@pytest.mark.skipif(bash.BASH is None, reason="there is no bash here")
@pytest.mark.parametrize("body", RUN[BASH])
def test_the_real_bash_runs_nothing_of_a_value(body: str) -> None:
    """`read_all` looks for the file that a value would make."""
    stubs = "ssh() { :; }; sudo() { :; }; su() { :; }; crontab() { :; }\n"
    scripts = [script for value in ["SRV01", *HARMFUL] if (script := render_or_refuse(BASH, body, value))]
    assert len(bash.read_all([stubs + script for script in scripts])) == len(scripts) == 1


DATA = {
    BASH: [
        "bash -c 'ls \"$1\"' _ {{ x }}",
        "sudo -u root bash -c 'ls \"$1\"' _ {{ x }}",
        "find . -exec sh -c 'ls \"$1\"' _ {{ x }} \\;",
        "python3 tool.py {{ x }}",
        "bash tool.sh -c {{ x }}",
        "[ {{ x }} = 5 ]",
        "timeout 5 ping {{ x }}",
        "docker exec {{ x }} ls",
        "find {{ x }} -name x",
        "sudo -u {{ x }} ls",
        "env A={{ x }} ls",
        "echo bash -c {{ x }}",
        "sshpass -p {{ x }} ssh host ls",
        "grep {{ x }} f | grep -v bash",
        "curl {{ x }} | python3 -m json.tool",
        "grep {{ x }} f | while read -r host; do ssh host ls; done",
        "ssh-keygen -C {{ x }}",
        "systemctl restart ssh {{ x }}",
        "ls ~/.ssh/{{ x }}",
        "export A={{ x }}",
        "mysql -uuser -p{{ x }} -e 'SELECT 1'",
        "sudo useradd -m -s /bin/bash -c {{ x }} user",
        "find {{ x }} -print0 | xargs -0 ls",
    ],
    POWERSHELL: [
        "powershell.exe -NoProfile -ExecutionPolicy Bypass -File a.ps1 {{ x }}",
        "Start-Process msiexec.exe -ArgumentList {{ x }}",
        "Get-Process -Name powershell -ComputerName {{ x }}",
        "Write-Host 'cmd /c {{ x }}'",
        "Invoke-Command -ScriptBlock { powershell -Command 'ls'; Get-Item {{ x }} }",
        "docker exec {{ x }} ls",
        "$a.Replace({{ x }}, 'b')",
        "ssh-keygen -C {{ x }}",
        "schtasks /query /tn {{ x }}",
        "net.exe use Z: \\\\srv\\a /user:b {{ x }}",
        "sqlcmd -S host -U user -P {{ x }} -Q 'SELECT 1'",
    ],
    CMD: ["if {{ x }}==b echo c", "ping {{ x }}", "taskkill /im powershell.exe /fi {{ x }}", "docker exec {{ x }} ls"],
    PYTHON: [
        "subprocess.run(['ls', {{ x }}])",
        "subprocess.run(['bash', 'tool.sh', {{ x }}], check=True)",
        "re.compile({{ x }})",
        "print({{ x }})",
    ],
}
QUOTED = {BASH: "'a; b'", POWERSHELL: "'a; b'", CMD: '"a; b"', PYTHON: "'a; b'"}


@pytest.mark.parametrize(
    ("language", "body"), [(language, body) for language, bodies in DATA.items() for body in bodies]
)
def test_data_of_such_programs_takes_any_value(language: Language, body: str) -> None:
    quoted = "a; b" if "'cmd /c" in body else QUOTED[language]
    assert fill(language, body, x="a; b") == body.replace("{{ x }}", quoted)


@pytest.mark.skipif(bash.BASH is None, reason="there is no bash here")
@pytest.mark.parametrize(
    "body",
    [
        "timeout 5 printf %s {{ x }}",
        "env A=1 printf %s {{ x }}",
        "nice printf %s {{ x }}",
        "find . -maxdepth 0 -exec printf %s {{ x }} \\;",
        "timeout 5 bash -c 'printf %s \"$1\"' _ {{ x }}",
        "find . -maxdepth 0 -exec sh -c 'printf %s \"$1\"' _ {{ x }} \\;",
        "env A={{ x }} bash -c 'printf %s \"$A\"'",
        "printf %s {{ x }} | grep -v bash",
    ],
)
def test_the_real_bash_gives_a_value_to_the_program_as_it_is(body: str) -> None:
    assert bash.read_all([fill(BASH, body, x=value) for value in HARMFUL]) == [
        value.encode() + b"\n" * ("grep" in body) for value in HARMFUL
    ]


@pytest.mark.parametrize("value", HARMFUL)
def test_the_real_python_gives_a_value_to_the_program_as_it_is(value: str, tmp_path: Path) -> None:
    body = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import sys; print(sys.argv[1])', {{ x }}])"
    done = subprocess.run(
        [sys.executable, "-c", fill(PYTHON, body, x=value)], capture_output=True, check=True, cwd=tmp_path, text=True
    )
    assert done.stdout == f"{value}\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("body", "value", "says"),
    [
        ("Get-ADUser -Filter \"Name -eq '{{ x }}'\"", "a' -or '", "filter"),
        ("Get-ADUser -Filter 'Name -eq \"{{ x }}\"'", 'a" -or "', "filter"),
        ("Get-ADUser -Filter 'Name -eq ''{{ x }}'''", "a' -or '", "filter"),
        ('Get-ADUser -Filter "Name -eq `"{{ x }}`""', 'a" -or "', "filter"),
        ("Get-ADUser -Filter \"A -eq '{{ y }}' -and B -eq '{{ x }}'\"", "a' -or '", "filter"),
        ("Get-CimInstance -Query \"SELECT * FROM a WHERE b = 'c' OR d = {{ x }}\"", "1 or 1=1", "filter"),
        ("Get-CimInstance a -Filter \"A='{{ x }}' AND B='{{ y }}'\"", "a\\", "backslash"),
        ("Get-ADUser -LDAPFilter '(|(a=b)(cn={{ x }}))'", "a)(b=*", "filter"),
        ("$s.Filter = '(&(a=b)(cn={{ x }}))'", "a)(b=*", "filter"),
        ("wmic product where \"name='{{ x }}'\" call uninstall", "a' or '", "filter"),
        ("net.exe user '{{ x }}'", "/add", "option"),
        ("net.exe user {{ x }}", "/add", "option"),
        ("& $tool {{ x }}", "/add", "option"),
        ("net.exe user '{{ x }}'", 'a" /add "b', "end an argument"),
        ("robocopy.exe '{{ x }}' D:\\b", "C:\\a b\\", "backslash"),
    ],
)
def test_text_that_a_program_reads_keeps_its_bounds(body: str, value: str, says: str) -> None:
    values = {"x": value} | ({"y": "b"} if "{{ y }}" in body else {})
    assert says in refusal(POWERSHELL, body, **values)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Get-ADUser -Filter \"Name -eq '{{ x }}'\"", "a b (c)"),
        ("Get-ADUser -Filter 'Name -eq \"{{ x }}\"'", "O''Brien"),
        ("Get-ChildItem -Filter '{{ x }}'", "*.log (old)"),
        ("Get-ADUser -Filter 'A -eq \"b\"' -SearchBase '{{ x }}'", "OU=a (b),DC=c"),
        ("Get-Item '{{ x }}'", "/a"),
        ("echo '{{ x }}'", "/a -b"),
        ("net.exe use '\\\\{{ x }}\\c'", "/srv"),
    ],
)
def test_other_text_takes_any_value(body: str, value: str) -> None:
    assert fill(POWERSHELL, body, x=value.replace("''", "'")) == body.replace("{{ x }}", value)
