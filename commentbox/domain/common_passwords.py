"""The passwords everybody tries first; only those long enough to be accepted at all."""

_LIST = """
    password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd p@ssw0rd1 pa55word
    passwort passwort1 passwort123 motdepasse contraseña contrasena wachtwoord kennwort parola123 hasło123
    12345678 123456789 1234567890 12345678910 123123123 1234512345 12341234 123454321 123321123 123412341234
    87654321 987654321 9876543210 0123456789 01234567 11223344 1122334455 112233445566 147258369 159753456
    00000000 11111111 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999
    qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwertz123 qwertzui qwertzuiop azertyui azertyuiop
    azerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 q1w2e3r4 zaq12wsx qazwsxedc asdfghjk asdfghjkl
    asdfasdf zxcvbnm1 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 aa123456 1234abcd 1234qwer
    asdf1234 iloveyou iloveyou1
    sunshine princess football baseball basketball superman batman123 starwars computer internet whatever
    michelle jennifer jessica1 danielle charlie1 letmein1 letmein123 welcome1 welcome123 trustno1 master123
    dragon123 monkey123 shadow123 changeme changeme1 admin123 admin1234 administrator login123 test1234
    testtest access123 secret123 hello123 freedom1 corvette mercedes liverpool arsenal1 chelsea1 samsung1
    blink182 november december september february commentbox
"""

COMMON_PASSWORDS = frozenset(_LIST.split())
