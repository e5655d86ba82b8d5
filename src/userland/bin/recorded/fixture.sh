mkdir -p dir/sub/deep empty
echo hello > a.txt
seq 1 20 > nums
printf 'b\na\nc\na\n' > letters
printf 'no newline' > nonl
ln -s a.txt link
ln -s nowhere broken
ln -s dir dlink
echo x > dir/f1
echo yy > dir/sub/f2
touch 'odd name' "it's"
printf '\0\1\377bin\n' > bin
printf 'one two  three\nfour\tfive\n\nsix\n' > words
chmod 600 nums
chmod +x letters
printf 'k:1:x\nb:20:y\nz:3:x\n' > cols
ln a.txt hard
printf '한글 텍스트\n둘\n' > ko.txt
touch -d '2019-08-10 02:15' old
touch -d '2026-03-04 05:06:07' a.txt nums letters words cols ko.txt bin nonl dir/f1
