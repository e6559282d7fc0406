"""Names as they are met in passports, decisions, newspapers and letters; one line, one name. None is a person's."""

#: Every spelling of a line must meet every other of the same line, and none of any other line.
ONE_NAME = """
Hüseynov Huseynov Гусейнов Houseynov Guseinov Guseynov Huseinov Хусейнов Һүсејнов Husseinov Husseynov Houssseinov
Hüseynova Huseynova Гусейнова Houseynova Guseinova Guseynova
Hüseynli Huseynli Гусейнли Husseinli
Hüseynzadə Huseynzade Huseynzada Гусейнзаде
Həsənov Hasanov Гасанов Hassanov Gasanov Хасанов Həsənov Һәсәнов Hesenov
Həsənova Hasanova Гасанова Gasanova
Həsənli Hasanli Гасанлы Гасанли Hesenli
Əliyev Aliyev Алиев Aliev Әлијев Alieff Eliyev
Əliyeva Aliyeva Алиева Alieva
Əlizadə Alizade Alizada Ализаде Alizadeh
Vəliyev Valiyev Veliyev Велиев Валиев Veliev
Quliyev Guliyev Кулиев Гулиев Kuliev Guliev Quliev Гулијев
Nuriyev Nuriev Нуриев Nouriev Nouriyev
Cəfərov Jafarov Джафаров Djafarov Dzhafarov Jafarov Ҹәфәров Ceferov Cafarov
Səfərov Safarov Сафаров Seferov
Qafarov Gafarov Гафаров Кафаров
Qasımov Gasimov Gasymov Гасымов Касымов Qasimov Гасымов Kasimov
Kazımov Kazimov Казымов Кязимов Kyazimov Кязымов
Haşımov Hashimov Гашимов Хашимов Hachimov Gashimov
Ağayev Aghayev Агаев Agayev Agaev Aghaev Агајев
Ağazadə Agazade Агазаде Aghazade Aghazadeh
Nağıyev Naghiyev Нагиев Nagiyev Nagiev
Tağıyev Taghiyev Тагиев Tagiyev Tagiev
Hacıyev Hajiyev Гаджиев Gadzhiev Hadjiyev Gadjiev Haciyev Һаҹыјев
Hacıyeva Hajiyeva Гаджиева Hadjieva
Xəlilov Khalilov Халилов Halilov Khalilov Хәлилов
İbrahimov Ibrahimov Ибрагимов Ibragimov
İsmayılov Ismayilov Исмаилов Ismailov Исмайлов Ismaïlov
Rəhimov Rahimov Рагимов Ragimov Rehimov Рахимов
Rəhmanov Rahmanov Рахманов Рагманов Ragmanov
Məmmədov Mammadov Мамедов Mamedov Мәммәдов Memmedov
Məmmədova Mammadova Мамедова Mamedova
Məmmədli Mammadli Мамедли Mamedli
Məmmədzadə Mammadzade Мамедзаде
Məhərrəmov Maharramov Магеррамов Magerramov Магаррамов
Əhmədov Ahmadov Ахмедов Akhmedov Akhmadov Ahmedov Агмедов
Əhmədli Ahmadli Ахмедли Akhmedli
Rəsulov Rasulov Расулов Rassoulov
Rüstəmov Rustamov Рустамов Roustamov Рустемов
Kərimov Karimov Керимов Каримов Kerimov
Kərimli Karimli Керимли Kerimli
Abbasov Аббасов Abasov
Babayev Babaev Бабаев Babayev
Bağırov Baghirov Багиров Bagirov
Bəkirov Bakirov Бекиров Бакиров
Cabbarov Jabbarov Джаббаров Djabbarov Dzhabbarov
Cəlilov Jalilov Джалилов Djalilov
Cavadov Javadov Джавадов Djavadov
Cavadova Javadova Джавадова
Əsgərov Asgarov Аскеров Askerov Асгаров
Əzizov Azizov Азизов
Fərzəliyev Farzaliyev Фарзалиев Farzaliev
Feyzullayev Feyzullayev Фейзуллаев Feizullaev
Hümbətov Humbatov Гумбатов Gumbatov
İskəndərov Iskandarov Искендеров Iskenderov
Qarayev Garayev Караев Karaev Garaev Гараев Qarayev
Qədirov Gadirov Гадиров Кадыров Kadirov
Qurbanov Gurbanov Курбанов Гурбанов Kurbanov
Qəmbərov Gambarov Гамбаров Камбаров
Mehdiyev Mehdiyev Мехтиев Mekhtiev Мехдиев
Mirzəyev Mirzayev Mirzaev Мирзаев
Mustafayev Mustafaev Мустафаев Moustafaev
Namazov Намазов
Nəsirov Nasirov Насиров
Nəzərov Nazarov Назаров
Orucov Orujov Оруджов Orudjov
Paşayev Pashayev Пашаев Pachaev Pashaev
Rzayev Рзаев Rzaev
Sadıqov Sadigov Садыгов Sadiqov
Salmanov Салманов
Şükürov Shukurov Шукюров Шукуров Choukourov
Şıxəliyev Shikhaliyev Шихалиев Chikhaliev
Süleymanov Suleymanov Сулейманов Suleimanov Souleïmanov
Səmədov Samadov Самедов Samedov
Vəlizadə Valizade Велизаде
Yusifov Юсифов Yousifov
Yaqubov Yagubov Ягубов ~Якубов
Zeynalov Зейналов Zeinalov Zaynalov
Zamanov Заманов
Əkbərov Akbarov Акперов Акбаров
Ələkbərov Alakbarov Алекперов Алакбаров Alekberov
Məcidov Majidov Меджидов Medjidov
Allahverdiyev Аллахвердиев Allakhverdiev
Şirinov Shirinov Ширинов Chirinov
Quliyeva Guliyeva Кулиева Гулиева
Tofiq Tofig Тофик Tofik Тофиг
Rafiq Rafig Рафик Rafik
Vaqif Vagif Вагиф Vaguif
Aqil Agil Агил Aguil
Saqib Sagib Сагиб ~Сакиб
Sadiq Sadig Садик
Elçin Elchin Эльчин Eltchin
Elşən Elshan Эльшан Elchan
Elşad Elshad Эльшад
Elnur Эльнур Elnour
Elnarə Elnara Эльнара
Elmira Эльмира
Eldar Эльдар
Elman Эльман
Emin Эмин
Əminə Amina Эмина Амина
Şahin Shahin Шахин Chahine Şahin Sahin
Şirin Shirin Ширин Chirine
Ramin Рамин
Rasim Расим
Ramiz Рамиз
Ramil Рамиль
Çingiz Chingiz Чингиз Tchinguiz Cingiz
Ülviyyə Ulviya Ульвия Ülviyə Oulvia Ulviyya
Yusif Юсиф Yousif Iousif
Günel Gunel Гюнель Gunel Gounel
Günay Gunay Гюнай Gounaï
Gülnarə Gulnara Гюльнара Gulnare Гульнара Gyulnara
Gülnaz Gulnaz Гюльназ Gulnaz
Gülşən Gulshan Гюльшан Goulchan
Aygün Aygun Айгюн Aigun Aïgoun
Aysel Айсель Aisel
Aytən Aytan Айтен Aytan
Aynur Айнур Ainur Aïnour
Zöhrə Zohra Зохра Зёхра
Rövşən Rovshan Ровшан Rovchan
Könül Konul Конуль Konoul Кёнуль
Nigar Нигяр Нигар
Nərgiz Nargiz Наргиз Narguiz
Nərmin Narmin Нармин
Lalə Lala Лала Lale
Leyla Leila Лейла Layla Leïla
Xədicə Khadija Хадиджа Khadidja
Xanım Khanim Ханым
Fidan Фидан
Fərid Farid Фарид Ferid
Fəridə Farida Фарида
Səidə Saida Саида
Samir Самир
Samirə Samira Самира
Şamil Shamil Шамиль Chamil
Sevinc Sevinj Севиндж Sevindj
Sevda Севда
Vüqar Vugar Вугар Vougar Вюгар
Vüsal Vusal Вусал Vousal
Vüsalə Vusala Вусала
Tural Турал Toural
Turan Туран
Toğrul Togrul Тогрул Toghrul
Orxan Orkhan Орхан
Nurlan Нурлан Nourlan
Ruslan Руслан Rouslan
Rəşad Rashad Рашад Rachad
Rəşid Rashid Рашид Rachid
Rəşidə Rashida Рашида
İlqar Ilgar Ильгар
İlham Ilham Ильхам
İlyas Ilyas Ильяс Ilias
İqbal Igbal ~Икбал
Həcər Hajar Гаджар Хаджар
Heydər Heydar Гейдар Haydar Хейдар
Həmid Hamid Гамид Хамид
Həmzə Hamza Гамза Хамза
Cəmil Jamil Джамиль Djamil
Camilə Jamila Джамиля
Cavid Javid Джавид Djavid
Ceyhun Jeyhun Джейхун Djeyhoun
Kamran Камран Кямран Kyamran
Kamil Камиль
Kamal Камал
Kəmalə Kamala Камала Кямаля
Murad Мурад Murat Mourad
Mehriban Мехрибан
Mikayıl Mikayil Микаил Mikail
Natiq Natig Натиг Натик
Nicat Nijat Ниджат Nidjat
Niyazi Ниязи Niazi
Pərviz Parviz Парвиз
Pərvin Parvin Парвин
Qədir Gadir Гадир
Rauf Рауф Raouf
Sabir Сабир
Tahir Тахир
Teymur Теймур Teimur Teymour
Zaur Заур Zaour
Zəhra Zahra Захра
Anar Анар
Ənvər Anvar Анвар Enver
Arif Ариф
Arzu Арзу Arzou
Azər Azar Азер
Bəhruz Bahruz Бахруз Bahrouz
Bəxtiyar Bakhtiyar Бахтияр Bakhtiar
Fuad Фуад Fouad
Fikrət Fikrat Фикрет
Xəyal Khayal Хаял
Xalid Khalid Халид
Xəlil Khalil Халил
Иванов Ivanov Ivanoff
Иванова Ivanova
Петров Petrov
Кузнецов Kuznetsov Kouznetsov
Щербаков Shcherbakov Chtcherbakov
Юрий Yuri Yuriy Iouri Jurij
Юлия Yulia Yuliya Ioulia Iulia
Людмила Lyudmila Ludmila Lioudmila Liudmila
Елена Elena Yelena
Евгений Evgeny Yevgeny Evgeniy Evgueni Ievgueni
Семён Semyon Семен
Фёдор Fyodor Fiodor
Наталья Natalia Наталия Natalya Natalia
Алексей Alexei Aleksey Alexey Aleksej
Александр Alexander Aleksandr Alexandre
Михаил Mikhail
Сергей Sergey Sergei Sergueï
Андрей Andrey Andrei Andreï Andrej
Жанна Zhanna Janna
Чайковский Tchaikovsky Chaikovskiy Chaykovskiy Tchaïkovski
Шевченко Shevchenko Chevtchenko
Дем'яненко Demyanenko Демьяненко Demianenko
Саакашвили Saakashvili სააკაშვილი
Гогичаишвили Gogichaishvili გოგიჩაიშვილი
Кипшидзе Kipshidze ყიფშიძე Qipshidze
Георгадзе Georgadze გეორგაძე
Нино Nino ნინო
Тамар Tamar თამარ
Каспарян Kasparyan Гаспарян Gasparyan
Yıldırım Yildirim Йылдырым
Öztürk Ozturk Озтюрк
Çelik Chelik Челик Tchelik
Erdoğan Erdogan Эрдоган
Şahbaz Shahbaz Шахбаз Chahbaz
Məhəmmədov Магомедов Magomedov Mahammadov Mukhammedov Мухаммедов Mohammadov
Yusufzadə Yusifzade Юсуфзаде
Rza Reza Рза Riza
Oqtay Ogtay Октай Oktay
Qüdrət Gudrat Кудрат Гудрат Qudrat
Novruz Nowruz Новруз Novrouz
Rəcəb Rajab Раджаб Recep Раджаб
Səlcuq Seljuk Сельджук
Şəhriyar Shahriyar Шахрияр Chahriar
Cümşüd Jumshud Джумшуд
Yəhya Yahya Яхья
Əfəndiyev Efendiyev Эфендиев Afandiyev
Elçibəy Elchibey Эльчибей Eltchibeï
Həsənoğlu Hasanoghlu Гасаноглу Гасаноглы Hasanogly
Üzeyir Uzeyir Узеир Ouzeïr
Abdulla Абдулла Abdullah Abdoullah
Fatimə Fatima Фатима Fatimah
Məryəm Maryam Марьям Mariam Мариам
Zülfüqar Zulfugar Зульфугар
Zülfiyyə Zulfiya Зульфия Zoulfia
Fəxrəddin Fakhraddin Фахраддин Фахреддин
Gövhər Govhar Говхар Гёвхар
Gülçöhrə Gulchohra Гюльчохра
Laçın Lachin Лачин Latchine
Yaşar Yashar Яшар Yachar Yasar
Yeganə Yegana Егана
Ləman Laman Ляман Ламан
Nailə Naila Наиля Наила
Tünzalə Tunzala Тунзаля Тюнзаля
İsgəndər Iskander Искендер Iskandar
Хачатурян Khachaturyan Khatchatourian Khachaturian
Кварацхелия Kvaratskhelia კვარაცხელია
Шеварднадзе Shevardnadze Chevardnadze შევარდნაძე
Yılmaz Yilmaz Йылмаз
Şimşek Shimshek Шимшек Simsek
Kılıçdaroğlu Kilicdaroglu Кылычдароглу
Зеленський Zelensky Zelenskyi Зеленский Zelenskyj
Григорій Hryhorii Григорий Grigory Grigori
Ксения Ksenia Xenia Kseniya
Виктор Victor Viktor
Вячеслав Vyacheslav Viatcheslav
Екатерина Ekaterina Yekaterina
Пётр Petr Pyotr Peter
Ольга Olga
Зоя Zoya Zoia
Николай Nikolai Nikolay Nikolaï
Əmirov Amirov Амиров Emirov
Əmrahov Amrahov Амрахов
Musayev Musaev Мусаев Moussaïev Musayev
İsayev Isaev Исаев Isayev Issaïev
Ələsgərov Alasgarov Алескеров Aleskerov
Talıbov Talibov Талыбов
Tanrıverdiyev Tanriverdiyev Танрывердиев
Şərifov Sharifov Шарифов Charifov
Şəfiyev Shafiyev Шафиев
Vahabzadə Vahabzade Вагабзаде
Zeynallı Zeynalli Зейналлы
Novruzov Новрузов Novruzov
Lətifov Latifov Латифов
Həbibov Habibov Габибов
Həmidov Hamidov Гамидов
Cavanşir Javanshir Джаваншир Djavanchir
Bünyadov Bunyadov Бунядов
Abdullayev Абдуллаев Abdullajew Abdoullaïev Abdullajev
Axundov Akhundov Ахундов Achundow Akhoundov
Şahverdiyev Shahverdiyev Шахвердиев Schachwerdijew
Tahirov Таиров Tagirov Тахиров
Quluzadə Guluzade Кулизаде
Soltanov Солтанов Султанов Sultanov
Джапаридзе Japaridze ჯაფარიძე Djaparidze Dschaparidse
Георгий Giorgi გიორგი Gheorghi
Васильев Vasilyev Vassiliev Wassiljew
Соловьёв Solovyov Соловьев Soloviov Soloviev Solowjow Solovyev
Горбачёв Gorbachev Gorbatchev Gorbatschow Горбачев
Королёв Korolyov Королев Koroliov
Цветаева Tsvetaeva Tsvetaïeva Zwetajewa
Жуков Zhukov Joukov Schukow Žukov
Алексеев Alekseyev Alexeev Alexeïev
Захаров Zakharov Sacharow
Татьяна Tatiana Tatyana Tat'yana Tatjana
Чавчавадзе Chavchavadze ჭავჭავაძე Tschawtschawadse Ch'avch'avadze
"""

#: Names one letter or one syllable from those above or from one another: nobody of them may meet anybody.
NEIGHBOURS = """
Alıyar Əliyarlı Əlişov Ələddin Əlövsət Həsəni Hüsülü Hüsniyev Məmişov Mahmudov Məsimov Məcnunov Rəhmətov
Rəcəbov Rəfiyev Rəşidov Rüstəmli Rüfətov Sərdarov Səlimov Salamov Səmədli Talışlı Turabov Vəliyeva Vəlibəyov
Vəzirov Zahidov Zakirov Ziyadov Qaraşov Qədimov Qəhrəmanov Qələndərov Qoşqarov Kamalov Kamilov Kəngərli
Cahangirov Camalov Cəbiyev Çıraqov Şabanov Şəmsiyev Şükürlü Bayramov Balayev Bəylərov Bədəlov Dadaşov
Əbilov Eyvazov Eynullayev Fətullayev Fərhadov Hətəmov Hidayətov İmanov İmranov İlyasov Heydərov Heybətov Həşimzadə
Nəbiyev Nadirov Nəcəfov Niftəliyev Osmanov Ömərov Paşazadə Pənahov Pirverdiyev Tağızadə Teymurov Xudiyev Xasayev
Aydın Aybəniz Aygül Ayşən Aynurə Aytac Elçinə Elmar Elvin Elvira Elxan Emil Esmira Fəxri Firuz Fuadə Gülay Gülər
Həsənağa Hikmət İlkin İlqarə İradə Jalə Kənan Kübra Lamiyə Mahir Mirzə Mehman Mehri Nailəxanım Namiq Nazim Nizami
Orxanə Ramilə Rasimə Rəna Röya Rüfət Sadıqə Samid Səbinə Səkinə Səməd Sənan Südabə Şəbnəm Şəhla Tamilla Təbriz Tərlan
Vaqifə Validə Vasif Vəfa Yaqut Zakir Zeynəb Ziya Натела Гела Зураб Вахтанг Тенгиз Мераб Шота Олег Игорь Ирина Галина
Марина Надежда Сидоров Смирнов Морозов Волков Козлов Белов Demir Kaya Şahinoğlu Aksoy Kurt Koç
"""
